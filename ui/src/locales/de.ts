const areas = import.meta.glob<Messages>('./de/*.json', { eager: true, import: 'default' })

type Messages = { [key: string]: string | Messages }

/** One object out of all areas: equal prefixes are merged. */
function merged(into: Messages, more: Messages): Messages {
  for (const [key, value] of Object.entries(more)) {
    const there = into[key]
    into[key] = typeof value === 'string' || typeof there !== 'object' ? (typeof value === 'string' ? value : merged({}, value)) : merged(there, value)
  }
  return into
}

export default Object.values(areas).reduce<Messages>(merged, {})
