// Loaded into a bot's process before it starts: on SIGUSR2 something goes wrong there that nobody catches.
const MESSAGE = 'canary in the message\n    at canary (/canary/file.js:1:1)'

const troubles = {
  'a rejection': () => Promise.reject(new TypeError(MESSAGE)),
  'a rejected word': () => Promise.reject('canary'),
  'a rejected null': () => Promise.reject(null),
  'an exception': () => setTimeout(() => assertNever(), 0),
  'a network error': () => Promise.reject(Object.assign(new Error(MESSAGE), { code: 'ECONNRESET' })),
  'a network error below': () =>
    Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error(MESSAGE), { code: 'ENOTFOUND' }) })),
  'a warning': () => process.emitWarning(MESSAGE, 'CanaryFreeWarning'),
}

function assertNever() {
  const error = new RangeError(MESSAGE)
  error.name = 'canary with spaces'
  throw error
}

process.on('SIGUSR2', () => void troubles[process.env.TROUBLE]())
