Feature: Unpaid wages in the window, from the walk-in to the next date
  A woman comes in about wages that were not paid. Two others have the same employer, spelled in other ways. A volunteer
  goes with her to the hearing, and the next date is set. Whoever sits at the desk has nothing but a keyboard.

  Scenario Outline: A volunteer goes along, and the next date is set, by keyboard
    Given a desk in <language> with Darío, who is trained to go along
    And two others whose wages "Techos Inventado" and "TECHOS IMBENTADOS, llc" did not pay
    When Luz comes in about wages
    Then her case is open and in sight
    When she says that "Techos Inventados LLC" owes her 40 hours at 15 dollars, of which 200 dollars were paid
    Then "$400.00" are owed
    And the letter about "$400.00" is shown, and says in both languages that it is a draft
    When the page of patterns is opened
    Then the three are found as one employer, with the reasons
    When somebody says that they are the same
    Then the three stay together
    When a hearing on the fourth day is written down, and Darío is asked to go along and says yes
    Then the agenda of that week shows the hearing of Luz
    When the hearing was postponed to a day three weeks later
    Then the agenda of that week shows the hearing of Luz
    And it is written down that the first was postponed

    Examples:
      | language |
      | es       |
      | en       |
