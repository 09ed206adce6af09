package io.foliomq.engine;

import static io.foliomq.engine.Texts.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a power loss leaves of prepared transactions, decided or not. */
class PreparedAfterPowerLossTest extends PreparedBranches {
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldSurviveAPowerLoss(boolean commit) {
        send("in", "a", "b", "c");
        try (Tailer in = tailer("in")) {
            in.release(lease(in), true, 0);
            Transaction transaction = store.newTransaction(Durability.POWER);
            transaction.append(store.queue("out"), text(LARGE));
            transaction.append(store.queue("out"), text("small"));
            transaction.acknowledge(in, lease(in));
            transaction.acknowledge(in, lease(in));
            transaction.prepare(BRANCH);
        }
        reopen(AFTER);
        assertThat(branches()).containsExactly(BRANCH);
        assertThat(subscription("in").leased()).isEqualTo(2);
        assertThat(subscription("in").depth()).isEqualTo(3);
        assertThat(drain("in")).containsExactly("c/1");
        reopen(AFTER);
        if (commit) {
            store.commitPrepared(BRANCH);
            assertThat(drain("out")).containsExactly(LARGE + "/1", "small/1");
            assertThat(drain("in")).isEmpty();
        } else {
            store.rollbackPrepared(BRANCH);
            assertThat(drain("out")).isEmpty();
            assertThat(drain("in")).containsExactly("a/3", "b/2");
        }
        assertThat(subscription("in").depth()).isZero();
        assertThat(subscription("in").leased()).isZero();
        assertThat(subscription("in").bytes()).isZero();
        assertThat(files("transactions")).isEmpty();
        assertThat(reported).isEmpty();
    }

    /** Below POWER the power may take the decision and leave what came of it. */
    private void commitAndLoseTheDecision() throws IOException {
        Path file = directory
                .resolve("store/transactions")
                .resolve(files("transactions").get(0));
        long length = Files.size(file);
        byte[] used;
        try (InputStream bytes = Files.newInputStream(file)) {
            used = bytes.readNBytes(1 << 16);
        }
        store.commitPrepared(BRANCH);
        store.close();
        Files.write(file, used);
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(length);
        }
    }

    @Test
    void shouldNotAppendTwiceWhatComesBackPrepared() throws IOException {
        send("in", "a", "b");
        prepareMove(BRANCH, Durability.PROCESS);
        commitAndLoseTheDecision();
        store = Store.open(options(), AFTER);
        assertThat(store.prepared()).isEmpty();
        assertThat(drain("out")).containsExactly("moved/1");
        assertThat(drain("in")).containsExactly("b/1");
        assertThat(files("transactions")).isEmpty();
        assertThat(reported).isEmpty();
    }

    @Test
    void shouldEndWithoutThePayloadThatWentWithTheDecision() throws IOException {
        prepareLarge();
        commitAndLoseTheDecision();
        for (String body : files("queues/out/log/large")) {
            Files.delete(directory.resolve("store/queues/out/log/large").resolve(body));
        }
        store = Store.open(options(), AFTER);
        assertThat(store.prepared()).isEmpty();
        assertThat(drain("out")).containsExactly("moved/1");
        assertThat(files("transactions")).isEmpty();
        assertThat(reported)
                .anyMatch(each -> each.getMessage().contains("its payload is gone: destination=queues/out"));
    }

    @Test
    void shouldNotAppendWithAPayloadThatThePowerLossTore() throws IOException {
        prepareLarge();
        store.close();
        Path body = directory
                .resolve("store/queues/out/log/large")
                .resolve(files("queues/out/log/large").get(0));
        try (RandomAccessFile torn = new RandomAccessFile(body.toFile(), "rw")) {
            torn.seek(8192);
            torn.write(new byte[4096]);
        }
        store = Store.open(options(), AFTER);
        store.commitPrepared(BRANCH);
        assertThat(subscription("out").depth()).isEqualTo(1);
        assertThat(drain("out")).containsExactly("moved/1");
        assertThat(reported)
                .anyMatch(each -> each.getMessage().contains("large body is corrupt"))
                .anyMatch(each -> each.getMessage().contains("its payload is gone"));
    }

    private void prepareLarge() {
        Transaction transaction = store.newTransaction(Durability.PROCESS);
        transaction.append(store.queue("out"), text("moved"));
        transaction.append(store.queue("out"), text(LARGE));
        transaction.prepare(BRANCH);
    }

    @Test
    void shouldHoldMoreBranchesOverAPowerLossThanASubscriptionBeginsWith() {
        for (int i = 0; i < 40; i++) {
            send("in", "m" + i);
            prepareMove(branch("b" + i), Durability.POWER);
        }
        send("in", "free");
        reopen(AFTER);
        assertThat(subscription("in").leased()).isEqualTo(40);
        assertThat(drain("in")).containsExactly("free/1");
        for (int i = 0; i < 40; i++) {
            store.rollbackPrepared(branch("b" + i));
            assertThat(drain("in")).containsExactly("m" + i + "/2");
        }
        assertThat(subscription("in").depth()).isZero();
    }

    @Test
    void shouldDropATornPreparedTransactionAfterAPowerLoss() throws IOException {
        send("in", "a");
        prepareMove(BRANCH, Durability.PROCESS);
        store.close();
        Path file =
                directory.resolve("store/transactions/" + files("transactions").get(0));
        try (RandomAccessFile torn = new RandomAccessFile(file.toFile(), "rw")) {
            torn.seek(4096 + 40);
            torn.write(0x55);
        }
        store = Store.open(options(), AFTER);
        assertThat(reported).anyMatch(e -> e.getMessage().startsWith("transaction is corrupt"));
        assertThat(Files.exists(file)).isFalse();
        assertThat(store.prepared()).isEmpty();
        assertThat(drain("in")).containsExactly("a/2");
    }
}
