param location string
param tags object
param token string
param appPrincipalId string
param eventsIdentityId string
param eventDeadLetterAccountId string
param eventDeadLetterContainer string
param actionGroupId string

// Key Vault Secrets User; a certificate with its key is read as a secret
var secretsUser = '4633458b-17de-408a-b874-0445c86b69e6'

module vault 'br/public:avm/res/key-vault/vault:0.12.1' = {
  params: {
    name: 'kv-${token}'
    location: location
    tags: tags
    sku: 'standard'
    enableRbacAuthorization: true
    enablePurgeProtection: true
    networkAcls: { bypass: 'AzureServices', defaultAction: 'Allow' }
    roleAssignments: [
      { principalId: appPrincipalId, principalType: 'ServicePrincipal', roleDefinitionIdOrName: secretsUser }
    ]
  }
}

module expiry 'br/public:avm/res/event-grid/system-topic:0.6.3' = {
  params: {
    name: 'evgst-${token}'
    location: location
    tags: tags
    source: vault.outputs.resourceId
    topicType: 'Microsoft.KeyVault.vaults'
    managedIdentities: { userAssignedResourceIds: [eventsIdentityId] }
    eventSubscriptions: [
      {
        name: 'secret-near-expiry'
        // The only schema that alerts take.
        eventDeliverySchema: 'CloudEventSchemaV1_0'
        filter: {
          includedEventTypes: [
            'Microsoft.KeyVault.SecretNearExpiry'
            'Microsoft.KeyVault.SecretExpired'
            'Microsoft.KeyVault.CertificateNearExpiry'
            'Microsoft.KeyVault.CertificateExpired'
          ]
        }
        destination: {
          endpointType: 'MonitorAlert'
          properties: {
            severity: 'Sev2'
            description: 'What the app proves itself with to Entra expires: rotate it.'
            actionGroups: [actionGroupId]
          }
        }
        deadLetterWithResourceIdentity: {
          identity: { type: 'UserAssigned', userAssignedIdentity: eventsIdentityId }
          deadLetterDestination: {
            endpointType: 'StorageBlob'
            properties: { resourceId: eventDeadLetterAccountId, blobContainerName: eventDeadLetterContainer }
          }
        }
      }
    ]
  }
}

output name string = vault.outputs.name
// The app takes an address without a slash at its end, as a browser's origin.
output uri string = 'https://${vault.outputs.name}${environment().suffixes.keyvaultDns}'
