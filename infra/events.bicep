param location string
param tags object
param token string
param senders string[]
param identityId string
param dataAccountId string
param produceQueue string
param deadLetterContainer string

// EventGrid Data Sender
var sender = 'd5a91429-5739-47e2-a06b-3470a27159e7'

@description('Events go into the queue of produceQueued: it tries them for longer than Event Grid does.')
module topic 'br/public:avm/res/event-grid/topic:0.9.3' = {
  params: {
    name: 'evgt-${token}'
    location: location
    tags: tags
    disableLocalAuth: true
    publicNetworkAccess: 'Enabled'
    inputSchema: 'CloudEventSchemaV1_0'
    managedIdentities: { userAssignedResourceIds: [identityId] }
    roleAssignments: [
      for principalId in senders: {
        principalId: principalId
        principalType: 'ServicePrincipal'
        roleDefinitionIdOrName: sender
      }
    ]
    eventSubscriptions: [
      {
        name: 'produce'
        eventDeliverySchema: 'CloudEventSchemaV1_0'
        retryPolicy: { maxDeliveryAttempts: 30, eventTimeToLiveInMinutes: 1440 }
        deliveryWithResourceIdentity: {
          identity: { type: 'UserAssigned', userAssignedIdentity: identityId }
          destination: {
            endpointType: 'StorageQueue'
            properties: {
              resourceId: dataAccountId
              queueName: produceQueue
              queueMessageTimeToLiveInSeconds: 604800
            }
          }
        }
        deadLetterWithResourceIdentity: {
          identity: { type: 'UserAssigned', userAssignedIdentity: identityId }
          deadLetterDestination: {
            endpointType: 'StorageBlob'
            properties: { resourceId: dataAccountId, blobContainerName: deadLetterContainer }
          }
        }
      }
    ]
  }
}

resource made 'Microsoft.EventGrid/topics@2025-02-15' existing = {
  name: 'evgt-${token}'
  dependsOn: [topic]
}

output endpoint string = made.properties.endpoint
