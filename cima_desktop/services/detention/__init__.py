"""What is done when somebody was detained: noted, looked for, told, followed until it is over (E5)."""
