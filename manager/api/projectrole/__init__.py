"""What members may call in a project."""
