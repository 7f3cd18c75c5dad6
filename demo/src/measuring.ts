// What measurements stand on: programs of a consortium, and the people who act in them.
export { type Consortium, consortiumAt, hubProgram, type Member } from './consortium.ts'
export { type Cast, gatherCast } from './people/consortium-people.ts'
export { inviteHospital } from './people/operator.ts'
export type { Person } from './people/person.ts'
export { lock } from './people/reviewer.ts'
export { approve, findEvaluation, joinHub, seal, takeIn } from './people/steward.ts'
export { declareTraining, draftEvaluation, registerDevice, submit } from './people/vendor.ts'
export { startProgram } from './programs/start-program.ts'
