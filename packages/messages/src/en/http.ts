export const http = {
  docs: {
    intro: 'What this server answers. The same, for programs:',
    parameters: 'Parameters',
    body: 'Body',
    answers: 'Answers',
  },
  help: {
    hospital: `node apps/hospital/src/main.ts --directory DIR --intake DIR --name TEXT [options]

Runs a hospital's node: its data centre, and the desk's pages for its stewards.

  --directory DIR  where its key, its database and its files lie; made if missing
  --intake DIR     folder below which data may be taken in
  --name TEXT      name of the hospital, as others read it
  --port N         port to listen on (4101)
  --host HOST      address to listen on (127.0.0.1)
  --public-url URL address as its people reach it
  --rules DIR      documents of rules (*.json) that data are held against, in place of those that come with the platform
  --workers N      cases run at a time (1)
  --executor NAME  what devices run in: auto (bubblewrap, else podman, else
                   docker), bubblewrap, podman, docker, slurm, none
  --cluster FILE   the cluster that devices are sent to with --executor slurm, described as JSON
  --case-faults N  times in a row that what holds the devices may fail for a case before the run stops (3)
  --run-faults N   times in all (20)
  --repeat PERCENT share of the cases run again in fresh starts, to see whether they come out alike (0)
  --demonstration-device SHA256        the one device package that may run without isolation
  --help           this

DATABASE_URL names a PostgreSQL server to use instead of the database in the directory, DATABASE_SCHEMA the schema.`,
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
