// The steps in whose middle the bot is killed, by subject.
import type { Step } from './step.ts'
import { authMethods } from './steps/auth-methods.ts'
import { changingPolicy } from './steps/changing-policy.ts'
import { collecting } from './steps/collecting.ts'
import { givingBack } from './steps/giving-back.ts'
import { linking } from './steps/linking.ts'
import { reminding } from './steps/reminding.ts'
import { requesting } from './steps/requesting.ts'
import { reviewing } from './steps/reviewing.ts'
import { rotating } from './steps/rotating.ts'
import { signingIn } from './steps/signing-in.ts'

export const steps: readonly Step[] = [
  ...collecting,
  ...givingBack,
  ...signingIn,
  ...linking,
  ...rotating,
  ...authMethods,
  ...requesting,
  ...reviewing,
  ...changingPolicy,
  ...reminding,
]
