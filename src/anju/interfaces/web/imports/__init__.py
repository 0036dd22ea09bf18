"""Pages of an import, shown in the employer's pages and in the office alike. Each area mounts `routes`."""
