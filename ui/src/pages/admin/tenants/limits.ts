/** Limits with what is used of them. */

import type { Row } from '@/framework/resource'

/** resourcetypename → the prefix of the fields of accounts, domains and projects. */
const FIELDS: Record<string, string> = {
  user_vm: 'vm', public_ip: 'ip', volume: 'volume', snapshot: 'snapshot', template: 'template', project: 'project', network: 'network', vpc: 'vpc', cpu: 'cpu',
  memory: 'memory', primary_storage: 'primarystorage', secondary_storage: 'secondarystorage', gpu: 'gpu', backup: 'backup', backup_storage: 'backupstorage',
  bucket: 'bucket', object_storage: 'objectstorage',
}

export interface Limit {
  type: number
  name: string
  /** -1: none. */
  max: number
  used?: number
}

export function limits(rows: readonly Row[], owner: Row | undefined): Limit[] {
  return rows.filter((row) => row.tag === undefined).map((row) => {
    const name = String(row.resourcetypename ?? row.resourcetype)
    const field = FIELDS[name]
    const used = field === undefined ? undefined : owner?.[`${field}total`]
    return { type: Number(row.resourcetype), name, max: Number(row.max), used: typeof used === 'number' ? used : undefined }
  }).sort((one, other) => one.type - other.type)
}
