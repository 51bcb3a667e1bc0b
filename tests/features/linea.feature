Feature: The community line
  Whoever answers has both hands on the keyboard and somebody frightened on the telephone.

  Scenario Outline: A caller reports a checkpoint
    Given an operator at the community line
    And the window speaks <language>
    When a caller tells of a checkpoint on Smokey Park Highway
    And the operator sends it to verification
    Then the call and its report are kept
    And an incident was received and triaged, without the house number
    And nothing is kept of who called
    And the form waits for the next call

    Examples:
      | language |
      | es       |
      | en       |

  Scenario: A second caller tells of the same
    Given an operator at the community line
    And a checkpoint that was reported before
    When a caller tells of a checkpoint on Smokey Park Highway
    And the operator ties it to the open incident
    Then two reports tell of one incident

  Scenario: Nobody knows where
    Given an operator at the community line
    When a caller tells of agents and nobody knows where
    And the operator sends it to verification
    Then the form says that nobody would know where to look
    And nothing was kept

  Scenario: A caller who needs something
    Given an operator at the community line
    When a caller who was not paid leaves a name
    Then one key has opened a case at Consulta

  Scenario: The computer is locked in the middle of a call
    Given an operator at the community line of the whole program
    When a caller tells of a checkpoint on Smokey Park Highway
    And the computer is locked and opened again
    Then every word of the call is still there
