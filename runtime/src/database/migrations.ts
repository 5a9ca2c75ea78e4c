/** Schema of the tables in which Drizzle keeps what it has applied, one a service. */
export const migrationsSchema = "berrys_migrations";

/** Table name of a service. */
export function migrationsTable(name: string): string {
  return name.replaceAll("-", "_");
}
