import { defineConfig } from 'prisma/config';

// Prisma 7 takes the database of `prisma migrate deploy` from here; generating the client never connects to it.
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env['DATABASE_URL'] ?? 'postgresql://localhost/none' },
});
