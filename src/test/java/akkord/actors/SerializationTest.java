package akkord.actors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akkord.actors.node.MediaNode;
import akkord.actors.participant.BlobMessage;
import akkord.actors.participant.JoinReply;
import akkord.actors.participant.Participant;
import akkord.actors.participant.ParticipantMemo;
import akkord.actors.participant.ParticipantOrder;
import akkord.actors.participant.ParticipantReply;
import akkord.actors.room.DataOrder;
import akkord.actors.room.Revocation;
import akkord.actors.room.Room;
import akkord.actors.room.RoomEntry;
import akkord.actors.room.RoomNews;
import akkord.actors.room.RoomOrder;
import akkord.actors.room.RoomReply;
import akkord.actors.track.Track;
import akkord.media.MediaCommand;
import akkord.media.MediaEvent;
import com.typesafe.config.ConfigFactory;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything that may cross nodes does so unchanged. A sample of each message is made from its
 * record components, so a new message is tested without a word here; a component of a type that has
 * no sample fails.
 */
class SerializationTest {
  private static ActorTestKit kit;
  private static ActorRef<Object> someone;

  @BeforeAll
  static void start() {
    kit = ActorTestKit.create(ConfigFactory.load("actors-test"));
    someone = kit.createTestProbe(Object.class).getRef();
  }

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
  }

  static Stream<Class<?>> messages() {
    List<Class<?>> types = new ArrayList<>();
    for (Class<?> sealed :
        List.<Class<?>>of(
            Room.Command.class,
            RoomNews.class,
            Participant.Command.class,
            Track.Command.class,
            MediaNode.Command.class,
            MediaNode.Notice.class,
            MediaEvent.class,
            JoinReply.class,
            ParticipantReply.class,
            RoomReply.class)) {
      types.addAll(subclasses(sealed));
    }
    types.add(ParticipantMemo.class);
    types.add(MediaNode.Description.class);
    types.add(MediaPlacement.class);
    types.add(Room.Description.class);
    types.add(RoomEntry.class);
    types.add(Revocation.class);
    types.add(Track.Description.class);
    return types.stream();
  }

  private static List<Class<?>> subclasses(Class<?> sealed) {
    List<Class<?>> all = new ArrayList<>();
    for (Class<?> permitted : sealed.getPermittedSubclasses()) {
      all.addAll(permitted.isSealed() ? subclasses(permitted) : List.of(permitted));
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("messages")
  void survivesTheJourney(Class<?> type) throws ReflectiveOperationException {
    kit.serializationTestKit().verifySerialization(sample(type), true);
  }

  @ParameterizedTest
  @MethodSource("orders")
  void ordersSurviveInsideASubmission(Class<?> type) throws ReflectiveOperationException {
    MediaNode.Submit submit = new MediaNode.Submit(3, (MediaCommand) sample(type));
    assertEquals(submit, kit.serializationTestKit().verifySerialization(submit, true));
  }

  @ParameterizedTest
  @MethodSource("events")
  void eventsSurviveInsideANotice(Class<?> type) throws ReflectiveOperationException {
    MediaNode.Happened happened = new MediaNode.Happened((MediaEvent) sample(type));
    assertEquals(happened, kit.serializationTestKit().verifySerialization(happened, true));
  }

  @ParameterizedTest
  @MethodSource("orders")
  void secretsStayOutOfTexts(Class<?> type) throws ReflectiveOperationException {
    assertFalse(sample(type).toString().contains(Samples.ICE.password()));
  }

  @ParameterizedTest
  @MethodSource("participantOrders")
  void participantOrdersSurviveInsideTheirCommand(Class<?> type)
      throws ReflectiveOperationException {
    Participant.Administer order =
        new Participant.Administer((ParticipantOrder) sample(type), someone.unsafeUpcast());
    assertEquals(order, kit.serializationTestKit().verifySerialization(order, true));
  }

  @ParameterizedTest
  @MethodSource("roomOrders")
  void roomOrdersSurviveInsideTheirCommand(Class<?> type) throws ReflectiveOperationException {
    Room.Administer order = new Room.Administer((RoomOrder) sample(type), someone.unsafeUpcast());
    assertEquals(order, kit.serializationTestKit().verifySerialization(order, true));
  }

  @ParameterizedTest
  @MethodSource("dataOrders")
  void dataOrdersSurviveInsideTheirCommand(Class<?> type) throws ReflectiveOperationException {
    Room.Data order = new Room.Data((DataOrder) sample(type));
    assertEquals(order, kit.serializationTestKit().verifySerialization(order, true));
  }

  @ParameterizedTest
  @MethodSource("blobMessages")
  void blobMessagesSurviveInsideTheirCommand(Class<?> type) throws ReflectiveOperationException {
    Participant.Blobs blobs = new Participant.Blobs((BlobMessage) sample(type));
    assertEquals(blobs, kit.serializationTestKit().verifySerialization(blobs, true));
  }

  static Stream<Class<?>> blobMessages() {
    return Stream.of(BlobMessage.class.getPermittedSubclasses());
  }

  static Stream<Class<?>> dataOrders() {
    return Stream.of(DataOrder.class.getPermittedSubclasses());
  }

  static Stream<Class<?>> roomOrders() {
    return Stream.of(RoomOrder.class.getPermittedSubclasses());
  }

  static Stream<Class<?>> participantOrders() {
    return Stream.of(ParticipantOrder.class.getPermittedSubclasses());
  }

  static Stream<Class<?>> orders() {
    return Stream.of(MediaCommand.class.getPermittedSubclasses());
  }

  static Stream<Class<?>> events() {
    return Stream.of(MediaEvent.class.getPermittedSubclasses());
  }

  private static Object sample(Type type) throws ReflectiveOperationException {
    if (type instanceof ParameterizedType generic) {
      return sample(generic);
    }
    Class<?> raw = (Class<?>) type;
    return switch (raw) {
      case Class<?> c when c == String.class -> "text ü";
      case Class<?> c when c == int.class || c == Integer.class -> 7;
      case Class<?> c when c == long.class || c == Long.class -> 7_000_000_000L;
      case Class<?> c when c == float.class -> 0.5f;
      case Class<?> c when c == boolean.class || c == Boolean.class -> true;
      case Class<?> c when c.isEnum() -> c.getEnumConstants()[0];
      case Class<?> c when c == akkord.media.IceCredentials.class -> Samples.ICE;
      case Class<?> c when c == ParticipantOrder.class -> new ParticipantOrder.Remove();
      case Class<?> c when c == byte[].class -> new byte[] {1, -1};
      case Class<?> c when c == DataOrder.class -> new DataOrder.Congested("PA_a", true);
      case Class<?> c when c == BlobMessage.class -> new BlobMessage.Unanswered("PA_a", 1);
      case Class<?> c when c == RoomOrder.class -> new RoomOrder.Delete();
      case Class<?> c when c == MediaCommand.class -> new MediaCommand.CloseTransport("t");
      case Class<?> c when c == MediaEvent.class -> new MediaEvent.TransportClosed("o", "t");
      case Class<?> c when c == MediaNode.Notice.class -> new MediaNode.WorkerLost(1);
      case Class<?> c when com.google.protobuf.Message.class.isAssignableFrom(c) -> protobuf(c);
      case Class<?> c when c.isRecord() -> record(c);
      default -> throw new IllegalStateException("no sample of " + type);
    };
  }

  private static Object sample(ParameterizedType type) throws ReflectiveOperationException {
    Class<?> raw = (Class<?>) type.getRawType();
    Type[] arguments = type.getActualTypeArguments();
    if (raw == ActorRef.class) {
      return someone;
    } else if (raw == Optional.class) {
      return Optional.of(sample(arguments[0]));
    } else if (raw == List.class) {
      return List.of(sample(arguments[0]));
    } else if (raw == Set.class) {
      return Set.of(sample(arguments[0]));
    } else if (raw == Map.class) {
      return Map.of(sample(arguments[0]), sample(arguments[1]));
    }
    throw new IllegalStateException("no sample of " + type);
  }

  private static Object record(Class<?> type) throws ReflectiveOperationException {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      values[i] = sample(components[i].getGenericType());
    }
    Constructor<?> constructor = type.getDeclaredConstructor(types);
    constructor.setAccessible(true);
    return constructor.newInstance(values);
  }

  private static Object protobuf(Class<?> type) throws ReflectiveOperationException {
    if (type == akkord.proto.ParticipantInfo.class) {
      return Samples.participant("PA_a", "alice");
    }
    return type.getMethod("getDefaultInstance").invoke(null);
  }
}
