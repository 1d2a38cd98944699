package akkord.actors;

import akka.actor.ActorRef;
import akka.actor.Address;
import akka.cluster.sharding.ShardCoordinator.AbstractShardAllocationStrategy;
import java.util.Map;
import java.util.Set;
import scala.collection.immutable.IndexedSeq;
import scala.concurrent.Future;

/**
 * Where a shard goes, and that it never moves while its node lives: a rebalance would cut calls.
 *
 * <p>The choice is rendezvous hashing over the nodes' addresses, so the entity types, each asking a
 * coordinator of its own, agree on one node for a room.
 */
final class StayingAllocation extends AbstractShardAllocationStrategy {
  private final Address self;

  /**
   * Allocates for the cluster that this node is part of.
   *
   * @param self this node's cluster address, which local references do not carry
   */
  StayingAllocation(Address self) {
    this.self = self;
  }

  @Override
  public Future<ActorRef> allocateShard(
      ActorRef requester, String shard, Map<ActorRef, IndexedSeq<String>> allocations) {
    ActorRef chosen = requester;
    long highest = Long.MIN_VALUE;
    for (ActorRef region : allocations.keySet()) {
      long weight = weight(shard, region);
      if (weight >= highest) {
        highest = weight;
        chosen = region;
      }
    }
    return Future.successful(chosen);
  }

  @Override
  public Future<Set<String>> rebalance(
      Map<ActorRef, IndexedSeq<String>> allocations, Set<String> inProgress) {
    return Future.successful(Set.of());
  }

  private long weight(String shard, ActorRef region) {
    Address address = region.path().address();
    String node = address.hasLocalScope() ? self.toString() : address.toString();
    // Finalizer of SplitMix64: spreads the two weak string hashes over all bits.
    long mixed = ((long) shard.hashCode() << 32) ^ node.hashCode();
    mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
