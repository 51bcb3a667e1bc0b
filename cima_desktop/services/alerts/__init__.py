"""What is verified and told: sending a verifier, the signed outcome, the text and its two releases, the all clear."""
