package akkord.actors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EntityIdsTest {
  @Test
  void awkwardNamesStayApart() {
    List<String> ids =
        List.of(
            EntityIds.of("a", "b/c"),
            EntityIds.of("a/b", "c"),
            EntityIds.of("a|b", "c"),
            EntityIds.of("a", "b|c"),
            EntityIds.of("a%2Fb", "c"),
            EntityIds.of("a\nb", "c"),
            EntityIds.of("a", "b\nc"),
            EntityIds.of("a b", "c"),
            EntityIds.of("a+b", "c"),
            EntityIds.of("a"),
            EntityIds.of("a/b/c"));
    assertEquals(ids.size(), new HashSet<>(ids).size());
  }

  @Test
  void namesComeBackFromIds() {
    for (String name : List.of("plain", "a/b", "%", "a b+c", "line\nbreak", "ü|ö", "..", "*~")) {
      assertEquals(name, EntityIds.room(EntityIds.of(name)));
    }
  }

  @Test
  void aRoomAndItsMembersShareAShard() {
    String shard = EntityIds.shard(EntityIds.of("a/b"));
    assertEquals(shard, EntityIds.shard(EntityIds.of("a/b", "alice")));
    assertEquals(shard, EntityIds.shard(EntityIds.of("a/b", "TR_x/y")));
  }

  @Test
  void roomsSpreadOverShards() {
    Set<String> shards = new HashSet<>();
    for (int i = 0; i < 5000; i++) {
      String shard = EntityIds.shard(EntityIds.of("room-" + i));
      int number = Integer.parseInt(shard);
      assertEquals(number, Math.floorMod(number, EntityIds.SHARDS));
      shards.add(shard);
    }
    assertNotEquals(0, shards.size() / 900);
  }
}
