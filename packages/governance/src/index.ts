export { type Identifier, identityInput } from './tier-3-integration/linkage/identity-input.ts'
