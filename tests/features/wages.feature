Feature: Unpaid wages, from the first visit to the next date
  A woman comes in about wages that were not paid. Two others worked for the same employer. A volunteer goes with her
  to the hearing, and nobody forgets the next date.

  Scenario Outline: A volunteer goes along, and the next date is set
    Given the program speaks <language>
    And Luz comes in about wages that "Techos Inventados LLC" did not pay
    And two others come in about "Techos Inventados" and "TECHOS INVENTADOS, llc"
    When 40 hours at 15 dollars are written down, of which 200 dollars were paid
    Then "$400.00" are owed
    And all three claims are found by the name of the employer
    And the letter asks for "$400.00" in both languages and says that it is a draft
    When the same days are written down once more
    Then nothing is added up and no letter can be made
    When the time that was written down twice is taken away
    And a hearing in 4 days is written down to which Darío goes along
    Then the agenda of that week shows the hearing of Luz
    When the hearing was postponed, and the next one is in 25 days
    Then the agenda of that week shows the hearing of Luz
    And the first hearing is no longer asked about

    Examples:
      | language |
      | es       |
      | en       |
