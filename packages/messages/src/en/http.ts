export const http = {
  docs: {
    intro: 'What this server answers. The same, for programs:',
    parameters: 'Parameters',
    body: 'Body',
    answers: 'Answers',
  },
  help: {
    hub: `node apps/hub/src/main.ts --directory DIR --name TEXT [options]

Runs a hub: the portal's server.

  --directory DIR   where its key, files and database lie; made if missing
  --name TEXT       name of the centre that runs it
  --port N          port to listen on (4100); 0 takes a free one
  --host ADDRESS    address to listen on (127.0.0.1)
  --public-url URL  address as browsers and hospitals reach it, where that is another
  --help            this

DATABASE_URL names a PostgreSQL server to use instead of a database in the directory, DATABASE_SCHEMA the
schema there (assay_hub).`,
  },
} as const
