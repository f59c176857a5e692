param location string
param tags object
param token string
param zoneRedundant bool
param clusterResourceId string
param clusterPrivateLinkGroup string

var throughPrivateLink = !empty(clusterResourceId)

module address 'br/public:avm/res/network/public-ip-address:0.12.0' = if (!throughPrivateLink) {
  params: {
    name: 'pip-${token}'
    location: location
    tags: tags
    skuName: 'Standard'
    publicIPAllocationMethod: 'Static'
    availabilityZones: zoneRedundant ? [1, 2, 3] : []
  }
}

@description('One address for all instances: the NSG of the cluster lets it in at 443 and 9400.')
module nat 'br/public:avm/res/network/nat-gateway:2.0.1' = if (!throughPrivateLink) {
  params: {
    name: 'ng-${token}'
    location: location
    tags: tags
    availabilityZone: -1
    publicIpResourceIds: throughPrivateLink ? [] : [address!.outputs.resourceId]
  }
}

module network 'br/public:avm/res/network/virtual-network:0.7.2' = {
  params: {
    name: 'vnet-${token}'
    location: location
    tags: tags
    addressPrefixes: ['10.40.0.0/24']
    subnets: [
      {
        name: 'app'
        addressPrefix: '10.40.0.0/26'
        // What Flex Consumption runs in.
        delegation: 'Microsoft.App/environments'
        natGatewayResourceId: throughPrivateLink ? null : nat!.outputs.resourceId
      }
      { name: 'endpoints', addressPrefix: '10.40.0.64/28' }
    ]
  }
}

module zone 'br/public:avm/res/network/private-dns-zone:0.8.1' = if (throughPrivateLink) {
  params: {
    name: 'privatelink.azurehdinsight.net'
    tags: tags
    virtualNetworkLinks: [{ virtualNetworkResourceId: network.outputs.resourceId }]
  }
}

module endpoint 'br/public:avm/res/network/private-endpoint:0.11.1' = if (throughPrivateLink) {
  params: {
    name: 'pep-${token}'
    location: location
    tags: tags
    subnetResourceId: network.outputs.subnetResourceIds[1]
    privateLinkServiceConnections: [
      {
        name: 'cluster'
        properties: { privateLinkServiceId: clusterResourceId, groupIds: [clusterPrivateLinkGroup] }
      }
    ]
    privateDnsZoneGroup: {
      privateDnsZoneGroupConfigs: throughPrivateLink ? [{ privateDnsZoneResourceId: zone!.outputs.resourceId }] : []
    }
  }
}

output appSubnetId string = network.outputs.subnetResourceIds[0]
output outboundAddress string = throughPrivateLink ? '' : address!.outputs.ipAddress
