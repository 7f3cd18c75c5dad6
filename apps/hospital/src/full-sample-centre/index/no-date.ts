/** A day before all others: where studies without a date stand. */
export const noDate = '0001-01-01'
