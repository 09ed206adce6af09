package io.foliomq.engine;

import io.foliomq.engine.log.Lane;
import io.foliomq.engine.storage.StoreFault;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.agrona.collections.IntArrayList;
import org.jspecify.annotations.Nullable;

/** The lanes that a transaction appends to, with their mutexes held. */
final class LockedLanes {
    private final List<Place> places = new ArrayList<>();
    private final Map<Lane, IntArrayList> lengths = new HashMap<>();
    private final Set<Lane> reserved = new HashSet<>();
    private boolean unlocked;

    /** One lane of one destination. */
    record Place(StoredDestination destination, int priority, Lane lane) {
        /** In which all members take mutexes: by what the place is called in the store. */
        static final Comparator<Place> ORDER = Comparator.<Place, byte[]>comparing(
                        place -> place.destination().relativePath(), Arrays::compare)
                .thenComparingInt(Place::priority);
    }

    private LockedLanes() {}

    /** Takes the mutexes in the order given, which must be the same for all members. */
    static LockedLanes lock(Collection<Place> inOrder) {
        LockedLanes locked = new LockedLanes();
        try {
            for (Place place : inOrder) {
                place.lane().lock();
                locked.places.add(place);
                place.destination().ensureLive();
            }
            return locked;
        } catch (StoreFault e) {
            locked.unlock();
            throw e;
        }
    }

    @Nullable
    StoredDestination firstFull() {
        for (Place place : places) {
            if (place.destination().backpressure().isFull(place.lane())) {
                return place.destination();
            }
        }
        return null;
    }

    Lane lane(StoredDestination destination, int priority) {
        for (Place place : places) {
            if (place.destination() == destination && place.priority() == priority) {
                return place.lane();
            }
        }
        throw new IllegalStateException(
                "lane is not locked: destination=" + destination.name() + ", priority=" + priority);
    }

    /** Before anything is decided: a record of this length will be appended. */
    void announce(Lane lane, int length) {
        lengths.computeIfAbsent(lane, key -> new IntArrayList()).addInt(length);
    }

    /** Makes room for what was announced, where it fits into one segment: what is appended then cannot fail for want of it. */
    void reserve(boolean internal) {
        lengths.forEach((lane, announced) -> {
            if (lane.reserveTogether(announced, internal)) {
                reserved.add(lane);
            }
        });
    }

    /** Whether there is room for so many records in a row in one lane, and that is all. */
    boolean isOneRow(int records) {
        if (places.size() != 1) {
            return false;
        }
        Lane lane = places.get(0).lane();
        IntArrayList announced = lengths.get(lane);
        return reserved.contains(lane) && announced != null && announced.size() == records;
    }

    boolean isReserved(Lane lane) {
        return reserved.contains(lane);
    }

    /** Makes room for one record, unless it was made before. */
    void ensure(Lane lane, int length) {
        if (!reserved.contains(lane)) {
            lane.reserve(length, 0, true);
        }
    }

    void publish() {
        places.forEach(place -> place.lane().publish());
    }

    /** After a failure behind the decision: what is written is there, for whoever completes the rest to find. */
    void publishAndUnlock() {
        if (!unlocked) {
            try {
                publish();
            } finally {
                unlock();
            }
        }
    }

    void unlock() {
        if (!unlocked) {
            unlocked = true;
            places.forEach(place -> place.lane().unlock());
        }
    }

    /** After {@link #unlock}: durability, next segments, sleepers. */
    void appended(Durability durability) {
        for (Place place : places) {
            place.destination().appended(place.lane(), place.lane().appended() - 1, durability);
        }
    }
}
