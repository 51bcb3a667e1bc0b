"""What needs a decision, people who are one person, and who is here already while somebody is typed in."""
