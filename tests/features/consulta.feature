Feature: A first visit to Consulta
  Somebody comes to open office hours about unpaid wages. In less than a minute it is written down who they are,
  what they need, how urgent it is and what happens next, without touching the mouse.

  Scenario Outline: From Ctrl+K to a saved case, by keyboard alone
    Given the window speaks <language>
    And Ana sits at the desk
    When she opens the palette and types "<command>"
    And she types the names "Rosa" and "Ejemplo" and the telephone "8285550177"
    And she chooses the need with the key "2" and the urgency with the key "2"
    And she types the next step "Sumar las horas"
    And she presses Ctrl+Enter
    Then a case about "wages" is open for "Rosa Ejemplo", followed by Ana
    And its first task is "Sumar las horas"
    And the page of the case is in sight
    And no more than 70 keys were pressed

    Examples:
      | language | command  |
      | es       | nueva c  |
      | en       | new walk |

  Scenario Outline: Somebody who is here already is taken with Enter
    Given the window speaks <language>
    And Ana sits at the desk
    And "Luz" "Inventada" is here already with an open case
    When she opens the palette and types "<command>"
    And she begins to type "lu"
    And she presses Enter
    And she chooses the need with the key "8" and the urgency with the key "4"
    And she presses Ctrl+Enter
    Then there is one person and there are two cases

    Examples:
      | language | command  |
      | es       | nueva c  |
      | en       | new walk |

  Scenario Outline: A lock takes nothing of what was typed
    Given the window speaks <language>
    And Ana sits at the desk
    When she opens the palette and types "<command>"
    And she types the names "Rosa" and "Ejemplo" and the telephone "8285550177"
    And the screen is locked and opened again
    Then the first visit stands there with "Rosa" and "Ejemplo"
    And nothing was saved yet

    Examples:
      | language | command  |
      | es       | nueva c  |
      | en       | new walk |

  Scenario Outline: The queue of open office hours
    Given the window speaks <language>
    And Ana sits at the desk
    When she opens the desk of Consulta and types "Marta" and Enter
    And she presses Enter
    Then two people wait in the order in which they came
    When their turn comes for the first
    Then one person waits and one is with Ana

    Examples:
      | language |
      | es       |
      | en       |
