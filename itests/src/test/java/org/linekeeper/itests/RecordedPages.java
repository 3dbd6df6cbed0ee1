// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.itests;

import com.microsoft.playwright.Page;
import org.junit.After;
import org.junit.ClassRule;
import org.junit.Rule;

/** Tests of the fleet's page in a real browser, on a dashboard with recorded answers. */
public abstract class RecordedPages {
    @ClassRule public static final Chromium CHROMIUM = new Chromium();
    @Rule public final RecordedDashboard dashboard = new RecordedDashboard();

    /** A page of a browser on a desk that has never been here. */
    Page open(String path) {
        return dashboard.open(CHROMIUM.page(Chromium.DESK), path);
    }

    @After
    public void closePages() {
        CHROMIUM.closePages();
    }
}
