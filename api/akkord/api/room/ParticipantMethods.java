package akkord.api.room;

import akka.Done;
import akka.actor.typed.ActorRef;
import akkord.actors.Entities;
import akkord.actors.participant.Participant;
import akkord.actors.participant.ParticipantOrder;
import akkord.actors.participant.ParticipantReply;
import akkord.actors.room.Revocations;
import akkord.actors.room.RoomOrder;
import akkord.actors.room.RoomReply;
import akkord.proto.ForwardParticipantRequest;
import akkord.proto.MoveParticipantRequest;
import akkord.proto.MoveParticipantResponse;
import akkord.proto.MuteRoomTrackRequest;
import akkord.proto.MuteRoomTrackResponse;
import akkord.proto.ParticipantInfo;
import akkord.proto.ParticipantPermission;
import akkord.proto.PerformRpcRequest;
import akkord.proto.PerformRpcResponse;
import akkord.proto.RemoveParticipantResponse;
import akkord.proto.Room;
import akkord.proto.RoomParticipantIdentity;
import akkord.proto.SendDataRequest;
import akkord.proto.SendDataResponse;
import akkord.proto.UpdateParticipantRequest;
import akkord.proto.UpdateSubscription;
import akkord.proto.UpdateSubscriptionsRequest;
import akkord.proto.UpdateSubscriptionsResponse;
import com.google.protobuf.Message;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The methods about participants (RS-04 to RS-09, RS-11, RS-12). */
final class ParticipantMethods {
  private static final int NONCE_SIZE = 16;
  private static final Done DONE = Done.getInstance();

  private final Entities entities;
  private final ActorRef<Revocations.Command> revocations;
  private final MoveTokens tokens;
  private final RoomMethods rooms;
  private final RoomServiceSettings settings;
  private final Limits limits;

  ParticipantMethods(
      Entities entities,
      ActorRef<Revocations.Command> revocations,
      MoveTokens tokens,
      RoomMethods rooms,
      RoomServiceSettings settings) {
    this.entities = entities;
    this.revocations = revocations;
    this.tokens = tokens;
    this.rooms = rooms;
    this.settings = settings;
    limits = settings.limits();
  }

  Map<String, Method<?>> byName() {
    Map<String, Method<?>> methods = new HashMap<>();
    RoomParticipantIdentity identity = RoomParticipantIdentity.getDefaultInstance();
    methods.put("GetParticipant", new Method<>(identity, this::get));
    methods.put("RemoveParticipant", new Method<>(identity, this::remove));
    methods.put(
        "MutePublishedTrack", new Method<>(MuteRoomTrackRequest.getDefaultInstance(), this::mute));
    methods.put(
        "UpdateParticipant",
        new Method<>(UpdateParticipantRequest.getDefaultInstance(), this::update));
    methods.put(
        "UpdateSubscriptions",
        new Method<>(UpdateSubscriptionsRequest.getDefaultInstance(), this::subscribe));
    methods.put("SendData", new Method<>(SendDataRequest.getDefaultInstance(), this::sendData));
    methods.put(
        "PerformRpc", new Method<>(PerformRpcRequest.getDefaultInstance(), this::performRpc));
    methods.put(
        "ForwardParticipant",
        new Method<>(ForwardParticipantRequest.getDefaultInstance(), this::forward));
    methods.put(
        "MoveParticipant", new Method<>(MoveParticipantRequest.getDefaultInstance(), this::move));
    return Map.copyOf(methods);
  }

  private CompletionStage<? extends Message> get(Call call, RoomParticipantIdentity who) {
    authorize(call, who.getRoom(), who.getIdentity());
    return order(call, who.getRoom(), who.getIdentity(), new ParticipantOrder.Describe())
        .thenApply(ParticipantMethods::info);
  }

  /** The token is revoked first: a client that is sent away is back within milliseconds. */
  private CompletionStage<? extends Message> remove(Call call, RoomParticipantIdentity who) {
    authorize(call, who.getRoom(), who.getIdentity());
    long before = who.getRevokeTokenTs();
    CompletionStage<Done> ready =
        before > 0 ? revoke(call, who, before) : CompletableFuture.completedFuture(DONE);
    return ready
        .thenCompose(
            done -> order(call, who.getRoom(), who.getIdentity(), new ParticipantOrder.Remove()))
        .thenApply(ParticipantMethods::info)
        .thenCompose(
            removed ->
                // Tokens count in seconds: the one it joined with in this very second goes too.
                removed.getJoinedAt() == before
                    ? revoke(call, who, before + 1)
                    : CompletableFuture.completedFuture(DONE))
        .thenApply(done -> RemoveParticipantResponse.getDefaultInstance());
  }

  private CompletionStage<Done> revoke(Call call, RoomParticipantIdentity who, long before) {
    return call.ask(
        revocations,
        replyTo -> new Revocations.Revoke(who.getRoom(), who.getIdentity(), before, replyTo));
  }

  private CompletionStage<? extends Message> mute(Call call, MuteRoomTrackRequest request) {
    authorize(call, request.getRoom(), request.getIdentity());
    if (!request.getMuted() && !settings.remoteUnmute()) {
      throw new TwirpError(
          TwirpError.Code.FAILED_PRECONDITION,
          "remote unmute not enabled: room.enable_remote_unmute allows it");
    }
    return order(
            call,
            request.getRoom(),
            request.getIdentity(),
            new ParticipantOrder.MuteTrack(request.getTrackSid(), request.getMuted()))
        .thenApply(
            reply -> {
              MuteRoomTrackResponse.Builder response = MuteRoomTrackResponse.newBuilder();
              if (reply instanceof ParticipantReply.TrackMuted(var track)) {
                track.ifPresent(response::setTrack);
              } else {
                info(reply);
              }
              return response.build();
            });
  }

  /** Sizes are checked before the grant, as LiveKit does. */
  private CompletionStage<? extends Message> update(Call call, UpdateParticipantRequest request) {
    limits.checkName(request.getName());
    limits.checkMetadata(request.getMetadata());
    limits.checkAttributes(request.getAttributesMap());
    authorize(call, request.getRoom(), request.getIdentity());
    Optional<ParticipantPermission> permission =
        request.hasPermission() ? Optional.of(request.getPermission()) : Optional.empty();
    return order(
            call,
            request.getRoom(),
            request.getIdentity(),
            new ParticipantOrder.Update(
                request.getName(), request.getMetadata(), request.getAttributesMap(), permission))
        .thenApply(ParticipantMethods::info);
  }

  private CompletionStage<? extends Message> subscribe(
      Call call, UpdateSubscriptionsRequest request) {
    authorize(call, request.getRoom(), request.getIdentity());
    UpdateSubscription tracks =
        UpdateSubscription.newBuilder()
            .addAllTrackSids(request.getTrackSidsList())
            .addAllParticipantTracks(request.getParticipantTracksList())
            .setSubscribe(request.getSubscribe())
            .build();
    return order(
            call, request.getRoom(), request.getIdentity(), new ParticipantOrder.Choose(tracks))
        .thenApply(
            reply -> {
              info(reply);
              return UpdateSubscriptionsResponse.getDefaultInstance();
            });
  }

  private CompletionStage<? extends Message> sendData(Call call, SendDataRequest request) {
    authorize(call, request.getRoom());
    int nonce = request.getNonce().size();
    if (nonce != 0 && nonce != NONCE_SIZE) {
      throw TwirpError.invalid("nonce", "nonce must have 0 or 16 bytes, not " + nonce);
    }
    RoomOrder order = new RoomOrder.SendData(DataPackets.of(request));
    CompletionStage<RoomReply> sent =
        call.ask(
            entities.room(request.getRoom()),
            replyTo -> new akkord.actors.room.Room.Administer(order, replyTo));
    return sent.thenApply(
        reply -> {
          RoomMethods.room(reply);
          return SendDataResponse.getDefaultInstance();
        });
  }

  /** The caller hears within the time it gave the method, or soon after. */
  private CompletionStage<? extends Message> performRpc(Call call, PerformRpcRequest request) {
    authorize(call, request.getRoom());
    limits.checkIdentity("destination_identity", request.getDestinationIdentity());
    ParticipantOrder.PerformRpc order = RpcCalls.order(request);
    Duration patience = Duration.ofMillis(order.timeoutMillis()).plus(settings.timeout());
    return order(call.waiting(patience), request.getRoom(), request.getDestinationIdentity(), order)
        .thenApply(
            reply -> PerformRpcResponse.newBuilder().setPayload(RpcCalls.payload(reply)).build());
  }

  private CompletionStage<? extends Message> forward(Call call, ForwardParticipantRequest request) {
    authorizeMove(call, request.getRoom(), request.getIdentity(), request.getDestinationRoom());
    throw unimplemented("ForwardParticipant");
  }

  /** Opens the other room if need be; whoever cannot get in there stays. */
  private CompletionStage<? extends Message> move(Call call, MoveParticipantRequest request) {
    String destination = request.getDestinationRoom();
    authorizeMove(call, request.getRoom(), request.getIdentity(), destination);
    return order(call, request.getRoom(), request.getIdentity(), new ParticipantOrder.Describe())
        .thenApply(ParticipantMethods::info)
        .thenCompose(
            who ->
                rooms.open(call, destination).thenCompose(room -> move(call, request, who, room)))
        .thenApply(
            reply -> {
              info(reply);
              return MoveParticipantResponse.getDefaultInstance();
            });
  }

  private CompletionStage<ParticipantReply> move(
      Call call, MoveParticipantRequest request, ParticipantInfo who, Room room) {
    if (room.getMaxParticipants() > 0 && room.getNumParticipants() >= room.getMaxParticipants()) {
      throw new TwirpError(TwirpError.Code.FAILED_PRECONDITION, "the destination room is full");
    }
    String token = tokens.mint(call.apiKey(), who, room.getName());
    return order(
        call, request.getRoom(), request.getIdentity(), new ParticipantOrder.Move(room, token));
  }

  private void authorizeMove(Call call, String room, String identity, String destination) {
    call.grants().requireDestination(room, destination);
    limits.checkRoom("room", room);
    limits.checkIdentity("identity", identity);
    limits.checkRoom("destination_room", destination);
    if (room.equals(destination)) {
      throw TwirpError.invalid("destination_room", "the destination must be another room");
    }
  }

  private void authorize(Call call, String room) {
    call.grants().requireRoomAdmin(room);
    limits.checkRoom("room", room);
  }

  private void authorize(Call call, String room, String identity) {
    authorize(call, room);
    limits.checkIdentity("identity", identity);
  }

  private CompletionStage<ParticipantReply> order(
      Call call, String room, String identity, ParticipantOrder order) {
    return call.ask(
        entities.participant(room, identity),
        replyTo -> new Participant.Administer(order, replyTo));
  }

  private static ParticipantInfo info(ParticipantReply reply) {
    return switch (reply) {
      case ParticipantReply.Done(var info) -> info;
      case ParticipantReply.Absent() ->
          throw new TwirpError(TwirpError.Code.NOT_FOUND, "participant does not exist");
      case ParticipantReply.TooLong(var message) ->
          throw new TwirpError(TwirpError.Code.INVALID_ARGUMENT, message);
      case ParticipantReply.TrackMuted _,
          ParticipantReply.RpcDone _,
          ParticipantReply.RpcFailed _,
          ParticipantReply.Busy _ ->
          throw new IllegalStateException("not an answer to this order");
    };
  }

  private static TwirpError unimplemented(String method) {
    return new TwirpError(
        TwirpError.Code.UNIMPLEMENTED, method + " is not implemented by this server");
  }
}
