/** All that hangs on a network, as lists that refresh themselves. */

import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import type { FirewallResponse, NicResponse, UserVmResponse } from '@/api/commands'
import { useList } from '@/framework/query'
import type { Row } from '@/framework/resource'
import { showPorts } from '@/net/ports'
import type { Given } from '@/topology/layout'

const ALL = 500

/** 'tcp 22', 'icmp', 'all'. */
export function traffic(rule: FirewallResponse): string {
  const ports = showPorts(rule.startport, rule.endport)
  return ports ? `${rule.protocol} ${ports}` : String(rule.protocol)
}

function addressIn(vm: UserVmResponse, network: string): string {
  const nics = (vm.nic ?? []) as NicResponse[]
  return nics.find((nic) => nic.networkid === network)?.ipaddress ?? vm.ipaddress ?? ''
}

export function useNetworkParts(row: MaybeRefOrGetter<Row>) {
  const id = computed(() => String(toValue(row).id))
  const of = (param: string) => () => ({ [param]: id.value, page: 1, pagesize: ALL })
  const vms = useList('listVirtualMachines', of('networkid'))
  const addresses = useList('listPublicIpAddresses', of('associatednetworkid'))
  const ingress = useList('listFirewallRules', of('networkid'))
  const egress = useList('listEgressFirewallRules', of('networkid'))
  const forwards = useList('listPortForwardingRules', of('networkid'))
  const routers = useList('listRouters', of('networkid'))
  const services = computed(() => ((toValue(row).service ?? []) as { name?: string }[]).map((one) => String(one.name)))

  const given = computed((): Given => {
    const network = toValue(row)
    const router = routers.rows.value[0]
    const guessed = services.value.includes('SourceNat') ? { id: '', name: '', state: String(network.state) } : undefined
    return {
      network: { id: id.value, name: String(network.name ?? ''), cidr: String(network.cidr ?? ''), state: String(network.state ?? ''), kind: String(network.type ?? '') },
      router: router ? { id: String(router.id), name: String(router.name), state: String(router.state) } : guessed,
      vms: vms.rows.value.map((vm) => ({ id: String(vm.id), name: String(vm.displayname ?? vm.name), state: String(vm.state), address: addressIn(vm, id.value) })),
      addresses: addresses.rows.value.map((one) => ({ id: String(one.id), address: String(one.ipaddress), sourceNat: one.issourcenat === true,
        staticVm: one.isstaticnat ? one.virtualmachineid : undefined })),
      forwards: forwards.rows.value.map((rule) => ({ id: String(rule.id), addressId: String(rule.ipaddressid), vmId: String(rule.virtualmachineid),
        label: `${rule.protocol} ${showPorts(rule.publicport, rule.publicendport)}` })),
      openings: ingress.rows.value.map((rule) => ({ addressId: String(rule.ipaddressid), label: traffic(rule) })),
    }
  })
  const pending = computed(() => vms.isPending.value || addresses.isPending.value)
  return { vms: vms.rows, addresses: addresses.rows, ingress: ingress.rows, egress: egress.rows, forwards: forwards.rows, routers: routers.rows, services, given, pending }
}
