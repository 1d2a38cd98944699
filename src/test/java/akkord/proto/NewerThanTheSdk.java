package akkord.proto;

/**
 * What LiveKit's protocol (1.54.0) has changed and gained since the server SDK that {@link
 * ProtoConformanceTest} compares with. Lines are {@code name: number [label] type jsonName}.
 */
final class NewerThanTheSdk {
  /** Renumbered or gone ({@code null}): SDK's shape -> ours. */
  static final String CHANGED =
      """
      AudioConfig.routes: 1 repeated AudioRoute routes -> 2 repeated AudioRoute routes
      DataConfig.selectors: 1 repeated DataSelector selectors -> 2 repeated DataSelector selectors
      DataSelector.topic: 3 oneof:match string topic -> null
      DataTrackExtensionID.DTEI_PARTICIPANT_SID: 1 -> 255
      """;

  static final String ADDED =
      """
      AgentDispatch.attributes: 8 map string->string attributes
      AgentDispatch.deployment: 7 string deployment
      AgentDispatch.thread_id: 9 string threadId
      AgentDispatchState.trigger: 4 AgentDispatchTrigger trigger
      AgentDispatchTrigger.ADT_DISPATCH_API: 3
      AgentDispatchTrigger.ADT_JOIN: 1
      AgentDispatchTrigger.ADT_ROOM_API: 2
      AgentDispatchTrigger.ADT_UNSPECIFIED: 0
      AgentDispatchTrigger: enum
      AudioConfig.capture_all: 1 bool captureAll
      AudioRoute.exclude: 6 bool exclude
      AudioRoute.track_name: 5 string trackName
      ClientInfo.Capability.CAP_COMPRESSION_DEFLATE_RAW: 2
      ClientInfo.SDK.DOTNET: 15
      CreateAgentDispatchRequest.attributes: 6 map string->string attributes
      CreateAgentDispatchRequest.deployment: 5 string deployment
      CreateAgentDispatchRequest.thread_id: 7 string threadId
      DataBlob.contents: 2 bytes contents
      DataBlob.key: 1 DataBlobKey key
      DataBlob: message
      DataBlobKey.generic: 1 oneof:key string generic
      DataBlobKey.schema_id: 2 oneof:key DataTrackSchemaId schemaId
      DataBlobKey: message
      DataConfig.capture_all: 1 bool captureAll
      DataSelector.exclude: 4 bool exclude
      DataSelector.track_name: 3 string trackName
      DataStream.CompressionType.DEFLATE_RAW: 1
      DataStream.CompressionType.NONE: 0
      DataStream.CompressionType: enum
      DataStream.Header.compression: 12 DataStream.CompressionType compression
      DataStream.Header.inline_content: 11 optional bytes inlineContent
      DataTrackExtensionID.DTEI_E2EE: 1
      DataTrackExtensionID.DTEI_USER_TIMESTAMP: 2
      DataTrackFrameEncoding.WellKnownFrameEncoding.WELL_KNOWN_FRAME_ENCODING_CBOR: 5
      DataTrackFrameEncoding.WellKnownFrameEncoding.WELL_KNOWN_FRAME_ENCODING_CDR: 2
      DataTrackFrameEncoding.WellKnownFrameEncoding.WELL_KNOWN_FRAME_ENCODING_FLATBUFFER: 4
      DataTrackFrameEncoding.WellKnownFrameEncoding.WELL_KNOWN_FRAME_ENCODING_JSON: 7
      DataTrackFrameEncoding.WellKnownFrameEncoding.WELL_KNOWN_FRAME_ENCODING_MSGPACK: 6
      DataTrackFrameEncoding.WellKnownFrameEncoding.WELL_KNOWN_FRAME_ENCODING_PROTOBUF: 3
      DataTrackFrameEncoding.WellKnownFrameEncoding.WELL_KNOWN_FRAME_ENCODING_ROS1: 1
      DataTrackFrameEncoding.WellKnownFrameEncoding.WELL_KNOWN_FRAME_ENCODING_UNSPECIFIED: 0
      DataTrackFrameEncoding.WellKnownFrameEncoding: enum
      DataTrackFrameEncoding.custom: 2 oneof:value string custom
      DataTrackFrameEncoding.well_known: 1 oneof:value DataTrackFrameEncoding.WellKnownFrameEncoding wellKnown
      DataTrackFrameEncoding: message
      DataTrackInfo.frame_encoding: 5 DataTrackFrameEncoding frameEncoding
      DataTrackInfo.schema: 6 DataTrackSchemaId schema
      DataTrackSchemaEncoding.WellKnownSchemaEncoding.WELL_KNOWN_SCHEMA_ENCODING_FLATBUFFER: 2
      DataTrackSchemaEncoding.WellKnownSchemaEncoding.WELL_KNOWN_SCHEMA_ENCODING_JSON_SCHEMA: 7
      DataTrackSchemaEncoding.WellKnownSchemaEncoding.WELL_KNOWN_SCHEMA_ENCODING_OMG_IDL: 6
      DataTrackSchemaEncoding.WellKnownSchemaEncoding.WELL_KNOWN_SCHEMA_ENCODING_PROTOBUF: 1
      DataTrackSchemaEncoding.WellKnownSchemaEncoding.WELL_KNOWN_SCHEMA_ENCODING_ROS1_MSG: 3
      DataTrackSchemaEncoding.WellKnownSchemaEncoding.WELL_KNOWN_SCHEMA_ENCODING_ROS2_IDL: 5
      DataTrackSchemaEncoding.WellKnownSchemaEncoding.WELL_KNOWN_SCHEMA_ENCODING_ROS2_MSG: 4
      DataTrackSchemaEncoding.WellKnownSchemaEncoding.WELL_KNOWN_SCHEMA_ENCODING_UNSPECIFIED: 0
      DataTrackSchemaEncoding.WellKnownSchemaEncoding: enum
      DataTrackSchemaEncoding.custom: 2 oneof:value string custom
      DataTrackSchemaEncoding.well_known: 1 oneof:value DataTrackSchemaEncoding.WellKnownSchemaEncoding wellKnown
      DataTrackSchemaEncoding: message
      DataTrackSchemaId.encoding: 2 DataTrackSchemaEncoding encoding
      DataTrackSchemaId.name: 1 string name
      DataTrackSchemaId: message
      DependencyDescriptorForwarderState.ext_last_frame_number: 1 uint64 extLastFrameNumber
      DependencyDescriptorForwarderState: message
      EgressInfo.egress: 29 oneof:request StartEgressRequest egress
      EncodedFileType.MCAP: 4
      EncodingOptionsPreset.PASSTHROUGH: 8
      GetDataBlobRequest.key: 3 DataBlobKey key
      GetDataBlobRequest.participant_identity: 2 string participantIdentity
      GetDataBlobRequest.request_id: 1 uint32 requestId
      GetDataBlobRequest: message
      GetDataBlobResponse.blob: 2 DataBlob blob
      GetDataBlobResponse.request_id: 1 uint32 requestId
      GetDataBlobResponse: message
      Job.attributes: 12 map string->string attributes
      Job.created_at: 14 int64 createdAt
      Job.deployment: 11 string deployment
      Job.enable_redaction: 13 bool enableRedaction
      Job.thread_id: 15 string threadId
      JobState.accepted_at: 10 int64 acceptedAt
      JobState.agent_failed_attempts_ns: 14 int64 agentFailedAttemptsNs
      JobState.assigned_at: 11 int64 assignedAt
      JobState.attempts: 12 uint32 attempts
      JobState.first_started_at: 13 int64 firstStartedAt
      JobState.reason: 9 JobStateReason reason
      JobState.workers_asked: 15 uint32 workersAsked
      JobStateReason.JSR_DISPATCH_DELETED: 3
      JobStateReason.JSR_NO_CAPACITY: 1
      JobStateReason.JSR_RETRYING: 4
      JobStateReason.JSR_ROOM_CLOSED: 2
      JobStateReason.JSR_UNSPECIFIED: 0
      JobStateReason: enum
      JobStatus.JS_CANCELLED: 4
      MediaSource.videos: 5 oneof:video VideoConfig videos
      MetricsRecordingHeader.job_id: 8 string jobId
      MetricsRecordingHeader.redaction_enabled: 10 bool redactionEnabled
      MetricsRecordingHeader.session_summary: 11 string sessionSummary
      MetricsRecordingHeader.simulated: 9 bool simulated
      NegotiatedDataChannelID.NDCI_DATA_TRACK: 102
      NegotiatedDataChannelID.NDCI_INVALID: 0
      NegotiatedDataChannelID.NDCI_LOSSY: 101
      NegotiatedDataChannelID.NDCI_RELIABLE: 100
      NegotiatedDataChannelID: enum
      PacketTrailerFeature.PTF_USER_DATA: 2
      ParticipantInfo.KindDetail.SIMULATION: 5
      ParticipantInfo.capabilities: 21 packed ClientInfo.Capability capabilities
      ParticipantUpdate.full_snapshot: 2 bool fullSnapshot
      PublishDataTrackRequest.frame_encoding: 4 DataTrackFrameEncoding frameEncoding
      PublishDataTrackRequest.schema: 5 DataTrackSchemaId schema
      RTPForwarderState.dependency_descriptor_forwarder: 9 DependencyDescriptorForwarderState dependencyDescriptorForwarder
      RTPStats.fec_bytes: 49 uint64 fecBytes
      RTPStats.fec_packets: 48 uint32 fecPackets
      RTPStats.fec_packets_discarded: 50 uint32 fecPacketsDiscarded
      RTPStats.fec_packets_recovered: 51 uint32 fecPacketsRecovered
      RequestResponse.Reason.INVALID_REQUEST: 11
      RoomAgentDispatch.attributes: 5 map string->string attributes
      RoomAgentDispatch.deployment: 4 string deployment
      RoomAgentDispatch.thread_id: 6 string threadId
      RoomEndReason.ROOM_END_API_DELETE: 1
      RoomEndReason.ROOM_END_IDLE_TIMEOUT: 2
      RoomEndReason.ROOM_END_OPEN_FAILED: 5
      RoomEndReason.ROOM_END_SERVER_SHUTDOWN: 3
      RoomEndReason.ROOM_END_SUPERSEDED: 4
      RoomEndReason.ROOM_END_UNKNOWN: 0
      RoomEndReason: enum
      RoomParticipantIdentity.revoke_token_ts: 3 int64 revokeTokenTs
      SegmentedFileProtocol.HLS_FMP4_PROTOCOL: 2
      SignalRequest.get_data_blob_request: 23 oneof:message GetDataBlobRequest getDataBlobRequest
      SignalRequest.store_data_blob_request: 22 oneof:message StoreDataBlobRequest storeDataBlobRequest
      SignalResponse.get_data_blob_response: 31 oneof:message GetDataBlobResponse getDataBlobResponse
      SignalResponse.store_data_blob_response: 30 oneof:message StoreDataBlobResponse storeDataBlobResponse
      StoreDataBlobRequest.blob: 2 DataBlob blob
      StoreDataBlobRequest.request_id: 1 uint32 requestId
      StoreDataBlobRequest: message
      StoreDataBlobResponse.key: 2 DataBlobKey key
      StoreDataBlobResponse.request_id: 1 uint32 requestId
      StoreDataBlobResponse: message
      StreamDestination.id: 1 string id
      StreamDestination.url: 2 string url
      StreamDestination: message
      StreamInfo.id: 9 string id
      StreamOutput.destinations: 3 repeated StreamDestination destinations
      SyncState.data_subscription: 9 UpdateDataSubscription dataSubscription
      VideoConfig.capture_all: 1 bool captureAll
      VideoConfig.selectors: 2 repeated VideoSelector selectors
      VideoConfig: message
      VideoSelector.exclude: 4 bool exclude
      VideoSelector.participant_identity: 2 oneof:match string participantIdentity
      VideoSelector.track_id: 1 oneof:match string trackId
      VideoSelector.track_name: 3 string trackName
      VideoSelector: message
      WebhookEvent.job: 12 Job job
      WebhookEvent.room_end_reason: 13 RoomEndReason roomEndReason
      """;

  private NewerThanTheSdk() {}
}
