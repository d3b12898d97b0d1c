"""What is found: the rules, and the judges that apply them."""
