// The sentence for a storage that accepts no writes: what is wrong with it, and who can help.
import type { Facts } from '../core/errors.ts'

export function storageSentence({ because }: Facts['redis_unusable']): string {
  return `${storageTroubles[because]}, so nothing changed. Trying again won't help: please tell a bot admin.`
}

/** The cause that its administrator has to remove; the log and `doctor` tell how. */
const storageTroubles: Record<Facts['redis_unusable']['because'], string> = {
  full: 'My storage is full',
  'read-only': 'My storage is read-only',
  'not saving': "My storage can't save anything",
  'no replicas': "My storage can't keep a second copy of anything",
  cluster: "My storage isn't set up right",
  permission: "I'm not allowed to use my storage",
}
