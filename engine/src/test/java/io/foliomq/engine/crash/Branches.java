package io.foliomq.engine.crash;

import io.foliomq.engine.BranchDecidedException;
import io.foliomq.engine.BranchId;
import io.foliomq.engine.BranchUnknownException;
import io.foliomq.engine.PreparedTransaction;
import io.foliomq.engine.Store;
import io.foliomq.engine.Transaction;
import io.foliomq.engine.crash.Notes.Step;
import java.nio.ByteBuffer;
import java.util.Random;

/** Moves of messages that are prepared, and then committed or rolled back by whoever is first. The name of a branch tells which message it moves. */
final class Branches {
    private final Store store;
    private final Notes notes;
    private final Random random;

    Branches(Store store, Notes notes, Random random) {
        this.store = store;
        this.notes = notes;
        this.random = random;
    }

    void prepareAndDecide(Transaction transaction, Message message) {
        byte[] globalId = ByteBuffer.allocate(2 * Integer.BYTES)
                .putInt(message.producer())
                .putInt(message.sequence())
                .array();
        BranchId branch = new BranchId(
                1, globalId, ByteBuffer.allocate(8).putLong(random.nextLong()).array());
        transaction.prepare(branch);
        if (random.nextInt(4) > 0) {
            decide(branch);
        }
    }

    void decideAll() {
        for (PreparedTransaction each : store.prepared()) {
            decide(each.branch());
        }
    }

    private void decide(BranchId branch) {
        ByteBuffer globalId = ByteBuffer.wrap(branch.globalId());
        Message message = new Message(globalId.getInt(), globalId.getInt());
        boolean commit = random.nextInt(3) > 0;
        try {
            if (commit) {
                store.commitPrepared(branch);
                notes.note(message, Step.MOVED);
            } else {
                store.rollbackPrepared(branch);
            }
        } catch (BranchUnknownException | BranchDecidedException late) {
            // Somebody else was faster.
            return;
        }
    }
}
