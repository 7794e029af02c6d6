import { PGlite } from "@electric-sql/pglite";

/** A PostgreSQL of its own, in this process, with the tables of the shop. */
export async function create(): Promise<PGlite> {
  const database = await PGlite.create();
  await database.exec(`
    create table customers (id serial primary key, name text not null);
    create table orders (id serial primary key, customer int references customers, total int);
    insert into customers (name) values ('Ada'), ('Grace'), ('Edith');
  `);
  return database;
}
