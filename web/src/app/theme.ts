/** Ant Design in the colours of app/tokens.css. */
import type { ThemeConfig } from 'antd';

export const theme: ThemeConfig = {
  token: {
    colorPrimary: '#14558f',
    colorInfo: '#14558f',
    colorSuccess: '#17734a',
    colorWarning: '#96590a',
    colorError: '#b3261e',
    colorText: '#16202b',
    colorTextSecondary: '#4a5663',
    // 4.5 : 1 on white; Ant Design's own grey is half of that.
    colorTextPlaceholder: '#6b7682',
    // What can be typed into has an edge of 3 : 1 (WCAG 1.4.11).
    colorBorder: '#88939f',
    colorBorderSecondary: '#e3e8ee',
    colorBgLayout: '#f5f7fa',
    borderRadius: 8,
    fontFamily: 'var(--font)',
    fontSize: 15,
    controlHeight: 40,
    controlHeightLG: 46,
    motionDurationMid: '0.15s',
    motionDurationSlow: '0.2s',
  },
  components: {
    Form: { verticalLabelPadding: '0 0 4px', labelHeight: 28, itemMarginBottom: 18 },
  },
};

/** For fingers: nothing to press is lower than 44 pixels (WCAG 2.5.5). */
export const touchTheme: ThemeConfig = {
  ...theme,
  token: { ...theme.token, controlHeight: 44, controlHeightSM: 36 },
};
