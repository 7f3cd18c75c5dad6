export { accessMigrations } from './access-store.ts'
export { oneAtATime } from './one-at-a-time.ts'
export { type Access, accountOf, openAccess } from './open-access.ts'
