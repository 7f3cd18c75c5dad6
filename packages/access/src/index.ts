export { accessMigrations } from './access-store.ts'
export { type Access, accountOf, openAccess } from './open-access.ts'
