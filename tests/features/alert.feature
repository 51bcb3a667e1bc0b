Feature: A caller reports a checkpoint
  Nothing is told before a trained verifier signed, and two people release each text.

  Scenario Outline: From the telephone to the all clear, by keyboard
    Given a desk in <language> with its volunteers
    When a caller reports a checkpoint on US 25 near Arden, and the operator sends it to verification
    Then no text for the community can be written yet
    When the nearest verifier is sent
    And the verifier says by telephone that it is confirmed
    Then the desk says that it is confirmed and that nobody was told
    When the proposed text is written and two people release it
    Then the text can be copied in both languages
    When the all clear is written and two people release it
    Then the incident is over

    Examples:
      | language |
      | es       |
      | en       |

  Scenario: A text that tells too much is refused and shows where
    Given a desk in en with its volunteers
    And a checkpoint near Arden that waits for a verifier
    And a verifier has confirmed it
    When somebody writes the name of a person of this vault into the text
    Then the name is marked and the text is not written
