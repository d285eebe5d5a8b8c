"""What happens, counted by day: codes and numbers, nobody."""
