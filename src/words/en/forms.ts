// What forms of every subject have in common.

export const forms = {
  /** While a form's content is looked up. */
  waiting: 'One moment…',
}
