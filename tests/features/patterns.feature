Feature: Two others have the same employer
  A woman comes in about unpaid wages. The desk sees that two others worked for the same man, however his name is
  spelled; a person decides, and each is asked alone whether they want to meet.

  Scenario Outline: Joined by keyboard, and only who says yes is brought together
    Given a desk in <language> with three cases about one employer, spelled three ways
    When the page of patterns is opened
    Then one employer is found, with three cases and the reasons
    And nothing was decided yet
    When all of them are said to be the same
    And the first says yes to meeting the others, and the second no
    Then only the telephone of the first is shown, with how to call safely
    When the last is said not to be the same
    Then two cases are left, and the third can be brought back

    Examples:
      | language |
      | es       |
      | en       |
