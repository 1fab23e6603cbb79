"""What follows when the rules are broken again and again: cases, notices, appeals, and the guards that watch traffic."""
