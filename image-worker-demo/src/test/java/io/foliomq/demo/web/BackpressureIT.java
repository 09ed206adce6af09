package io.foliomq.demo.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.demo.support.DemoClient;
import io.foliomq.demo.support.DemoProcess;
import io.foliomq.demo.support.SamplePhotos;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A queue that is deep enough. */
class BackpressureIT {
    @TempDir
    Path directory;

    @Test
    void shouldPostponeUploadsWhileTheQueueIsDeep() {
        byte[] photo = SamplePhotos.jpeg(300, 200, 1);
        try (DemoProcess web = DemoProcess.open(directory, "--role=web", "--queue.limit=3")) {
            DemoClient client = web.client();
            for (int i = 0; i < 3; i++) {
                client.upload(photo, "photo.jpg");
            }

            HttpResponse<String> refused = client.tryUpload(photo, "one too many.jpg");

            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).hasValue("5");
            assertThat(refused.body()).contains("3 photos are waiting");
            try (DemoProcess worker = DemoProcess.worker(directory, "worker")) {
                client.awaitDepth(0);
                client.awaitState(client.upload(photo, "now.jpg"), "done");
                assertThat(worker.output()).doesNotContain("ERROR");
            }
        }
    }
}
