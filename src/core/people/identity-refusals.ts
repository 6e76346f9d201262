// Why a person is not served, why their address identifies nobody, and why a sign-in is not accepted as theirs.

export type PersonRefusal = 'deleted' | 'bot' | 'guest' | 'stranger' | 'foreign team' | 'not joined'
/** `confirmation unknown`: Slack does not say whether the address is confirmed. */
export type EmailRefusal = 'hidden' | 'unconfirmed' | 'confirmation unknown' | 'foreign domain' | 'unusable'

/**
 * Why the Dremio user who signed in is not accepted as the person who asked in Slack. `assigned to another`: an
 * administrator linked the person to another Dremio user.
 */
export type Mismatch =
  | EmailRefusal
  | 'somebody else'
  | 'several users'
  | 'linked to another'
  | 'assigned to another'
  | 'taken'
  | 'email changed'
  | 'nobody named'
  | 'not told'
