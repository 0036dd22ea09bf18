"""Pages of an import, shown in the employer's door and in the office alike. Each area mounts `routes`."""
