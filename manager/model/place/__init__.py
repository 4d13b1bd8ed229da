"""What steers where VMs run: affinity groups and dedicated resources."""
