targetScope = 'subscription'

@description('Name of the azd environment; names of resources are made of it.')
@minLength(1)
@maxLength(24)
param environmentName string

param location string

@description('The Kafka REST endpoint of the cluster, https://<cluster>-kafkarest.azurehdinsight.net')
param kafkaRestUrl string

@description('Client id of the app registration that is in the security group of the cluster.')
param kafkaRestClientId string

@description('How the app proves itself to Entra: federated needs no secret at all.')
@allowed(['federated', 'certificate', 'secret'])
param kafkaRestAuthMode string = 'federated'

@description('Name of the certificate in the vault, for the mode certificate.')
param kafkaRestCertificateName string = ''

@description('Further settings of the app by name; the README lists them. No secret belongs here.')
param moreSettings object = {}

@allowed(['22', '24'])
param nodeVersion string = '24'

@description('Where alerts and the budget go.')
param alertEmail string

@description('Euros or dollars a month, in the currency of the subscription.')
param monthlyBudget int = 150

@description('The first of the month in which the budget begins, 2026-01-01. Given once and for all: Azure refuses to change it.')
@minLength(10)
param budgetStart string

@description('Whether the region has availability zones: storage and the fixed address are then spread over them.')
param zoneRedundant bool = true

@description('For the variant with private link: the resource id of the cluster. Empty: over NAT, from a fixed address.')
param clusterResourceId string = ''

@description('The group of the private link configuration of the cluster that leads to its REST proxy.')
param clusterPrivateLinkGroup string = 'gateway'

@description('Object ids of the applications that may publish events.')
param eventSenders string[] = []

@description('Resource ids of the Event Grid topics to which subscriptions deliver, or that are told of housekeeping: the app may send there.')
param eventDestinationIds string[] = []

var token = toLower(uniqueString(subscription().id, environmentName, location))
var tags = { 'azd-env-name': environmentName }

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module identities 'identities.bicep' = {
  scope: group
  params: { location: location, tags: tags, token: token }
}

module monitoring 'monitoring.bicep' = {
  scope: group
  params: {
    location: location
    tags: tags
    token: token
    alertEmail: alertEmail
    appPrincipalId: identities.outputs.appPrincipalId
  }
}

module storage 'storage.bicep' = {
  scope: group
  params: {
    location: location
    tags: tags
    token: token
    zoneRedundant: zoneRedundant
    appPrincipalId: identities.outputs.appPrincipalId
    eventsPrincipalId: identities.outputs.eventsPrincipalId
  }
}

module vault 'vault.bicep' = {
  scope: group
  params: {
    location: location
    tags: tags
    token: token
    appPrincipalId: identities.outputs.appPrincipalId
    eventsIdentityId: identities.outputs.eventsIdentityId
    eventDeadLetterAccountId: storage.outputs.dataAccountId
    eventDeadLetterContainer: storage.outputs.eventDeadLetterContainer
    actionGroupId: monitoring.outputs.actionGroupId
  }
}

module network 'network.bicep' = {
  scope: group
  params: {
    location: location
    tags: tags
    token: token
    zoneRedundant: zoneRedundant
    clusterResourceId: clusterResourceId
    clusterPrivateLinkGroup: clusterPrivateLinkGroup
  }
}

module app 'app.bicep' = {
  scope: group
  params: {
    location: location
    tags: tags
    token: token
    nodeVersion: nodeVersion
    identityId: identities.outputs.appIdentityId
    identityClientId: identities.outputs.appClientId
    subnetId: network.outputs.appSubnetId
    hostStorage: storage.outputs.hostEndpoints
    dataStorage: storage.outputs.dataEndpoints
    packageContainer: storage.outputs.packageContainer
    applicationInsightsConnection: monitoring.outputs.applicationInsightsConnection
    settings: union(
      {
        KAFKA_REST_URL: kafkaRestUrl
        KAFKA_REST_TENANT_ID: tenant().tenantId
        KAFKA_REST_CLIENT_ID: kafkaRestClientId
        KAFKA_REST_AUTH_MODE: kafkaRestAuthMode
        KAFKA_REST_CERTIFICATE_NAME: kafkaRestCertificateName
        KEY_VAULT_URI: vault.outputs.uri
      },
      moreSettings
    )
  }
}

module events 'events.bicep' = {
  scope: group
  params: {
    location: location
    tags: tags
    token: token
    senders: eventSenders
    identityId: identities.outputs.eventsIdentityId
    dataAccountId: storage.outputs.dataAccountId
    produceQueue: storage.outputs.produceQueue
    deadLetterContainer: storage.outputs.eventDeadLetterContainer
  }
}

module destinations 'event-destination.bicep' = [
  for id in eventDestinationIds: {
    // …/subscriptions/<id>/resourceGroups/<name>/providers/Microsoft.EventGrid/topics/<name>
    scope: resourceGroup(split(id, '/')[2], split(id, '/')[4])
    params: { topicName: last(split(id, '/')), appPrincipalId: identities.outputs.appPrincipalId }
  }
]

module alerts 'alerts.bicep' = {
  scope: group
  params: {
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    actionGroupId: monitoring.outputs.actionGroupId
  }
}

module budget 'br/public:avm/res/consumption/budget:0.3.8' = {
  params: {
    name: 'budget-${environmentName}'
    amount: monthlyBudget
    startDate: budgetStart
    resourceGroupFilter: [group.name]
    thresholds: [80, 100]
    contactEmails: [alertEmail]
  }
}

output AZURE_RESOURCE_GROUP string = group.name
output APP_NAME string = app.outputs.name
output APP_URL string = 'https://${app.outputs.hostName}/api'
output IDENTITY_PRINCIPAL_ID string = identities.outputs.appPrincipalId
output OUTBOUND_ADDRESS string = network.outputs.outboundAddress
output KEY_VAULT_NAME string = vault.outputs.name
output EVENT_GRID_TOPIC_ENDPOINT string = events.outputs.endpoint
