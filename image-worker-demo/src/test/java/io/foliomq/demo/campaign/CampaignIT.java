package io.foliomq.demo.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.foliomq.demo.support.DemoClient;
import io.foliomq.demo.support.DemoProcess;
import io.foliomq.demo.support.EventLog;
import io.foliomq.demo.support.SamplePhotos;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Many photos on a real S3 server and a real PostgreSQL; of three workers one is killed in mid-photo and one is stopped
 * and started again. Each photo ends with exactly three thumbnails and one notification.
 */
class CampaignIT {
    private static final int PHOTOS = Integer.getInteger("campaign.photos", 30);
    private static final int UPLOADERS = 3;

    @TempDir
    Path directory;

    @Test
    void shouldFinishEachPhotoOnceWhateverHappensToTheWorkers() throws Exception {
        Optional<RealServers> found = RealServers.find();
        assumeTrue(found.isPresent(), "no servers: set FOLIOMQ_TEST_S3_… and FOLIOMQ_TEST_POSTGRES_…");
        Path data = directory.resolve("data");
        try (RealServers servers = found.orElseThrow();
                DemoProcess web = DemoProcess.open(data, servers.settings("--role=web"));
                DemoProcess victim = DemoProcess.worker(data, "worker", servers.settings());
                DemoProcess restarted = DemoProcess.worker(data, "worker", servers.settings());
                DemoProcess steady = DemoProcess.worker(data, "worker", servers.settings());
                EventLog events = web.client().events(0)) {
            DemoClient client = web.client();
            long start = System.nanoTime();
            ExecutorService uploaders = Executors.newFixedThreadPool(UPLOADERS);
            try {
                List<Future<String>> uploads = upload(uploaders, client);
                awaitDone(events, PHOTOS / 4);
                killInMidPhoto(client, victim);
                awaitDone(events, PHOTOS / 2);
                restarted.stop();
                try (DemoProcess again = DemoProcess.worker(data, "worker", servers.settings())) {
                    List<String> ids = new ArrayList<>();
                    for (Future<String> upload : uploads) {
                        ids.add(upload.get());
                    }
                    awaitDone(events, PHOTOS);
                    Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
                    client.awaitDepth(0);
                    verify(client, events, servers, ids);
                    print(client, ids, elapsed, Map.of("steady", steady.pid(), "again", again.pid()));
                }
            } finally {
                uploaders.shutdownNow();
            }
        }
    }

    private static List<Future<String>> upload(ExecutorService uploaders, DemoClient client) {
        PhotoSet photos = new PhotoSet();
        return IntStream.range(0, PHOTOS)
                .mapToObj(number -> uploaders.submit(
                        (Callable<String>) () -> client.upload(photos.photo(number), "photo " + number + ".jpg")))
                .toList();
    }

    /** The worker has begun and not ended a photo at the moment of its death. */
    private static void killInMidPhoto(DemoClient client, DemoProcess victim) {
        String name = "worker " + victim.pid();
        await().pollInterval(Duration.ofMillis(20)).until(() -> {
            for (JsonNode photo : client.get("api/photos?limit=500").get("photos")) {
                if (photo.get("state").asString().equals("resizing")
                        && photo.get("worker").asString().equals(name)) {
                    return true;
                }
            }
            return false;
        });
        victim.kill();
    }

    private static void awaitDone(EventLog events, int count) {
        await().until(() -> events.all().stream()
                        .filter(event -> event.type().equals("done"))
                        .count()
                >= count);
    }

    private static void verify(DemoClient client, EventLog events, RealServers servers, List<String> ids)
            throws Exception {
        assertThat(ids).doesNotHaveDuplicates().hasSize(PHOTOS);
        for (int i = 0; i < PHOTOS; i++) {
            String id = ids.get(i);
            client.assertThreeThumbnails(id);
            assertThat(events.count(id, "done"))
                    .as("notifications of photo %s", i)
                    .isEqualTo(1);
            assertThat(events.count(id, "dead")).isZero();
            BufferedImage small = SamplePhotos.decode(client.bytes("photos/" + id + "/200.jpg"));
            boolean turned = i % 8 >= 4;
            assertThat(small.getHeight() > small.getWidth())
                    .as("photo %s is upright", i)
                    .isEqualTo(turned);
        }
        assertThat(client.get("api/dead").size()).isZero();
        assertThat(servers.number("select count(*) from photo where state = 'DONE'"))
                .isEqualTo(PHOTOS);
        assertThat(servers.number("select count(*) from thumbnail")).isEqualTo(3L * PHOTOS);
        assertThat(servers.number("select count(*) from photo_event where kind = 'DONE'"))
                .isEqualTo(PHOTOS);
    }

    private static void print(DemoClient client, List<String> ids, Duration elapsed, Map<String, Long> workers) {
        long bytes = 0;
        List<Double> seconds = new ArrayList<>();
        Map<String, Integer> shares = new TreeMap<>();
        for (String id : ids) {
            JsonNode photo = client.photo(id);
            bytes += photo.get("length").asLong();
            seconds.add(photo.get("seconds").asDouble());
            shares.merge(photo.get("worker").asString(), 1, Integer::sum);
        }
        seconds.sort(null);
        System.out.printf(
                "campaign: photos=%d, megabytes=%d, seconds=%.1f, photos/s=%.2f, upload to done p50=%.1f s, max=%.1f s%n",
                ids.size(),
                bytes / 1_000_000,
                elapsed.toMillis() / 1000.0,
                ids.size() * 1000.0 / elapsed.toMillis(),
                seconds.get(seconds.size() / 2),
                seconds.get(seconds.size() - 1));
        System.out.printf(
                "campaign: photos by worker=%s, after a kill and a restart the workers are %s%n", shares, workers);
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofMinutes(20)).pollInterval(Duration.ofMillis(200));
    }
}
