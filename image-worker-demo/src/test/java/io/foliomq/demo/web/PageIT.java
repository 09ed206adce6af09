package io.foliomq.demo.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.foliomq.demo.support.Browser;
import io.foliomq.demo.support.DemoProcess;
import io.foliomq.demo.support.SamplePhotos;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser. Needs Chromium and its driver. */
class PageIT {
    @TempDir
    Path directory;

    private Browser.Programs programs;

    @BeforeEach
    void needBrowser() {
        Optional<Browser.Programs> found = Browser.programs();
        assumeTrue(found.isPresent(), "no browser: set FOLIOMQ_TEST_CHROMIUM and FOLIOMQ_TEST_CHROMEDRIVER");
        programs = found.orElseThrow();
    }

    @Test
    void shouldUploadShowAndRedriveInARealBrowser() throws Exception {
        byte[] photo = SamplePhotos.jpeg(3000, 2000, 1);
        Path healthy = Files.write(directory.resolve("<b>harbour & sea.jpg"), photo);
        Path direct = Files.write(directory.resolve("direct.jpg"), SamplePhotos.withComment(photo, "direct"));
        Path broken = Files.write(directory.resolve("broken.jpg"), SamplePhotos.truncated(photo));
        try (DemoProcess demo = DemoProcess.open(directory.resolve("data"), "--workers=1");
                Browser browser = new Browser(programs, directory)) {
            browser.open(demo.client().page());
            await().until(() -> browser.text("#connection").equals("live"));

            browser.choose("#files", healthy);
            await().until(() -> browser.text("#announcement").equals("Your photo is being processed!"));
            await().until(() -> browser.count("#photos li.done img") == 1);
            await().until(() -> browser.run("return document.querySelector('#photos li.done img').naturalWidth")
                            .asInt()
                    == 200);
            assertThat(browser.text("#photos li.done .name")).isEqualTo("<b>harbour & sea.jpg");
            assertThat(browser.count("#photos li.done .sizes a")).isEqualTo(3);

            browser.click("#direct");
            browser.choose("#files", direct);
            await().until(() -> browser.count("#photos li.done") == 2);
            browser.click("#direct");

            browser.choose("#files", broken);
            await().until(() -> browser.count("#dead tr") == 1);
            assertThat(browser.text("#dead .cause")).isEqualTo("corrupt picture: the file ends too early");
            assertThat(browser.text("#photos li.dead .state")).contains("the file ends too early");
            await().until(() -> browser.count("#chart path") == 3);
            keep(browser, "page");

            browser.run("window.letter = document.querySelector('#dead tr')");
            browser.click("#dead button");
            await().until(() -> browser.run("return !window.letter.isConnected").asBoolean());
            await().until(() -> browser.count("#dead tr") == 1);
            assertThat(browser.console()).doesNotContain("SEVERE");
        }
    }

    @Test
    void shouldCatchUpAfterTheServerWasAway() throws Exception {
        Path data = directory.resolve("data");
        Path photo = Files.write(directory.resolve("photo.jpg"), SamplePhotos.jpeg(600, 400, 1));
        try (Browser browser = new Browser(programs, directory)) {
            int port;
            try (DemoProcess demo = DemoProcess.open(data, "--workers=0")) {
                port = demo.client().page().getPort();
                browser.open(demo.client().page());
                await().until(() -> browser.text("#connection").equals("live"));
                browser.choose("#files", photo);
                await().until(() -> browser.count("#photos li.queued") == 1);
                demo.stop();
                await().until(() -> browser.text("#connection").equals("reconnecting"));
            }
            try (DemoProcess again = DemoProcess.open(data, "--workers=1", "--port=" + port)) {
                await().until(() -> browser.text("#connection").equals("live"));
                await().until(() -> browser.count("#photos li.done img") == 1);
                assertThat(again.client().depth()).isZero();
            }
        }
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(60)).ignoreExceptions();
    }

    private static void keep(Browser browser, String name) throws Exception {
        String pictures = System.getProperty("demo.screenshots");
        if (pictures != null) {
            Files.write(Files.createDirectories(Path.of(pictures)).resolve(name + ".png"), browser.screenshot());
        }
    }
}
