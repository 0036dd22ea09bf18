"""What machines ask of the installation: does it live, is it ready, how does it do."""
