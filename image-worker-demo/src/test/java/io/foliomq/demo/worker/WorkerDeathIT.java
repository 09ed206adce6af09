package io.foliomq.demo.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.demo.support.DemoClient;
import io.foliomq.demo.support.DemoProcess;
import io.foliomq.demo.support.EventLog;
import io.foliomq.demo.support.SamplePhotos;
import io.foliomq.demo.support.TestStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Workers that are killed, and workers that come later. */
class WorkerDeathIT {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"worker", "plain-worker"})
    void shouldLetAnotherWorkerFinishThePhotoOfAKilledOne(String role) throws Exception {
        Path data = directory.resolve("data");
        try (TestStore store = new TestStore(directory.resolve("objects"));
                DemoProcess web = DemoProcess.open(data, store.settings("--role=web"))) {
            DemoClient client = web.client();
            try (EventLog events = client.events(0)) {
                String id = client.upload(SamplePhotos.jpeg(2400, 1600, 1), "photo.jpg");
                // The first thumbnail gets through, the second is where the worker is when it dies.
                store.gate().hold(request -> request.startsWith("PUT ") && request.contains("/800.jpg"));
                DemoProcess victim = DemoProcess.worker(data, role, store.settings());
                Awaitility.await().until(store.gate()::isHolding);
                assertThat(client.state(id)).isEqualTo("resizing");

                victim.kill();
                store.gate().release();
                try (DemoProcess heir = DemoProcess.worker(data, role, store.settings())) {
                    client.awaitState(id, "done");
                    events.settle(client);
                    assertThat(heir.pid()).isNotEqualTo(victim.pid());
                    assertThat(client.photo(id).get("worker").asString()).endsWith(" " + heir.pid());
                }
                victim.close();
                client.assertThreeThumbnails(id);
                assertThat(events.count(id, "done")).isEqualTo(1);
                assertThat(client.get("api/dead").size()).isZero();
            }
        }
    }

    @Test
    void shouldStartAWorkerThatDiedAgain() {
        try (DemoProcess demo = DemoProcess.open(directory.resolve("data"), "--workers=1")) {
            Awaitility.await().until(() -> demo.children().size() == 1);
            ProcessHandle first = demo.children().get(0);

            first.destroyForcibly();

            Awaitility.await()
                    .atMost(java.time.Duration.ofSeconds(30))
                    .until(() ->
                            demo.children().stream().anyMatch(child -> child.pid() != first.pid() && child.isAlive()));
            String id = demo.client().upload(SamplePhotos.jpeg(400, 300, 1), "photo.jpg");
            demo.client().awaitState(id, "done");
        }
    }

    @Test
    void shouldKeepAFullQueueOverARestartAndShareItWithAThirdWorker() throws Exception {
        Path data = directory.resolve("data");
        List<String> ids = new ArrayList<>();
        byte[] photo = SamplePhotos.jpeg(800, 600, 1);
        try (TestStore store = new TestStore(directory.resolve("objects"))) {
            try (DemoProcess web = DemoProcess.open(data, store.settings("--role=web"))) {
                for (int i = 0; i < 20; i++) {
                    ids.add(web.client().upload(SamplePhotos.withComment(photo, "photo " + i), "photo " + i + ".jpg"));
                }
                web.stop();
            }
            try (DemoProcess web = DemoProcess.open(data, store.settings("--role=web"));
                    DemoProcess first = DemoProcess.worker(data, "worker", store.settings());
                    DemoProcess second = DemoProcess.worker(data, "plain-worker", store.settings())) {
                DemoClient client = web.client();
                client.awaitDepth(0);
                ids.forEach(id -> assertThat(client.state(id)).isEqualTo("done"));
                store.gate().hold(request -> request.startsWith("GET "));
                for (int i = 0; i < 3; i++) {
                    ids.add(client.upload(SamplePhotos.withComment(photo, "more " + i), "more " + i + ".jpg"));
                }
                try (DemoProcess third = DemoProcess.worker(data, "worker", store.settings())) {
                    Set<String> workers =
                            Set.of("worker " + first.pid(), "plain worker " + second.pid(), "worker " + third.pid());
                    Awaitility.await()
                            .until(() -> workersOf(client, ids.subList(20, 23)).equals(workers));
                    store.gate().release();
                    client.awaitDepth(0);
                }
                try (EventLog events = client.events(0)) {
                    for (String id : ids) {
                        client.assertThreeThumbnails(id);
                        Awaitility.await().until(() -> events.count(id, "done") == 1);
                    }
                }
            }
        }
    }

    private static Set<String> workersOf(DemoClient client, List<String> ids) {
        Set<String> workers = new HashSet<>();
        for (String id : ids) {
            JsonNode worker = client.photo(id).get("worker");
            workers.add(worker == null ? "" : worker.asString());
        }
        return workers;
    }
}
