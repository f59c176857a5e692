param location string
param tags object
param token string
param zoneRedundant bool
param appPrincipalId string
param eventsPrincipalId string

// Storage Blob Data Owner, which the host asks for on its own account alone
var blobOwner = 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
// Storage Blob Data Contributor
var blobContributor = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
// Storage Queue Data Contributor
var queueContributor = '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
// Storage Queue Data Message Sender
var queueSender = 'c6a89b2d-59bc-44d0-9896-0f6e12d7b80a'
// Storage Table Data Contributor
var tableContributor = '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'

var claimChecks = 'kafka-claim-checks'
var deadLetters = 'kafka-dead-letters'
var eventDeadLetters = 'event-grid-dead-letters'
var package = 'app-package'

var skuName = zoneRedundant ? 'Standard_ZRS' : 'Standard_LRS'

// By identity from anywhere: Event Grid and the host come from addresses of their own.
var reachable = { bypass: 'AzureServices', defaultAction: 'Allow' }

@description('The account of the host: its leases and keys, and the package.')
module host 'br/public:avm/res/storage/storage-account:0.32.0' = {
  params: {
    name: 'sthost${token}'
    location: location
    tags: tags
    skuName: skuName
    allowSharedKeyAccess: false
    allowBlobPublicAccess: false
    minimumTlsVersion: 'TLS1_2'
    networkAcls: reachable
    blobServices: { containers: [{ name: package, publicAccess: 'None' }] }
    roleAssignments: [
      { principalId: appPrincipalId, principalType: 'ServicePrincipal', roleDefinitionIdOrName: blobOwner }
      { principalId: appPrincipalId, principalType: 'ServicePrincipal', roleDefinitionIdOrName: queueContributor }
      { principalId: appPrincipalId, principalType: 'ServicePrincipal', roleDefinitionIdOrName: tableContributor }
    ]
  }
}

@description('The account of the data: work in queues, bodies in blobs, what is remembered in tables.')
module data 'br/public:avm/res/storage/storage-account:0.32.0' = {
  params: {
    name: 'stdata${token}'
    location: location
    tags: tags
    skuName: skuName
    allowSharedKeyAccess: false
    allowBlobPublicAccess: false
    minimumTlsVersion: 'TLS1_2'
    networkAcls: reachable
    blobServices: {
      deleteRetentionPolicyEnabled: true
      deleteRetentionPolicyDays: 7
      containers: [
        { name: claimChecks, publicAccess: 'None' }
        { name: deadLetters, publicAccess: 'None' }
        { name: eventDeadLetters, publicAccess: 'None' }
      ]
    }
    queueServices: {
      queues: [
        { name: 'kafka-produce' }
        { name: 'kafka-produce-poison' }
        { name: 'kafka-consume' }
        { name: 'kafka-consume-poison' }
        { name: 'kafka-consumed' }
      ]
    }
    tableServices: {
      tables: [
        { name: 'kafkaAudit' }
        { name: 'kafkaDeadLetters' }
        { name: 'kafkaEvidence' }
        { name: 'kafkaGroups' }
        { name: 'kafkaHousekeeping' }
        { name: 'kafkaIdempotency' }
        { name: 'kafkaSubscriptions' }
      ]
    }
    managementPolicyRules: [
      {
        // A message lives for at most 7 days; what leads here may be replayed for longer.
        name: 'end-claim-checks'
        enabled: true
        type: 'Lifecycle'
        definition: {
          filters: { blobTypes: ['blockBlob'], prefixMatch: ['${claimChecks}/'] }
          actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: 30 } } }
        }
      }
      {
        // Replayed or deleted long before, by whoever reads the alert.
        name: 'end-dead-letters'
        enabled: true
        type: 'Lifecycle'
        definition: {
          filters: { blobTypes: ['blockBlob'], prefixMatch: ['${deadLetters}/', '${eventDeadLetters}/'] }
          actions: {
            baseBlob: {
              tierToCool: { daysAfterModificationGreaterThan: 30 }
              delete: { daysAfterModificationGreaterThan: 365 }
            }
          }
        }
      }
    ]
    roleAssignments: [
      { principalId: appPrincipalId, principalType: 'ServicePrincipal', roleDefinitionIdOrName: blobContributor }
      { principalId: appPrincipalId, principalType: 'ServicePrincipal', roleDefinitionIdOrName: queueContributor }
      { principalId: appPrincipalId, principalType: 'ServicePrincipal', roleDefinitionIdOrName: tableContributor }
      { principalId: eventsPrincipalId, principalType: 'ServicePrincipal', roleDefinitionIdOrName: queueSender }
      { principalId: eventsPrincipalId, principalType: 'ServicePrincipal', roleDefinitionIdOrName: blobContributor }
    ]
  }
}

output hostEndpoints object = host.outputs.serviceEndpoints
output dataEndpoints object = data.outputs.serviceEndpoints
output dataAccountId string = data.outputs.resourceId
output packageContainer string = package
output produceQueue string = 'kafka-produce'
output eventDeadLetterContainer string = eventDeadLetters
