/**
 * A pinhole camera above a desk. The desk is the plane z = 0 in millimetres, x to the right and y downwards as on a
 * page, z up towards the camera; pictures are in pixels.
 */
import { type Homography, inverse, mapped, type Point, squareTo } from '../../src/document/geometry.js';

/** x, y, z in millimetres. */
export type Spot = readonly [number, number, number];

export interface Pose {
  /** Degrees between the camera's axis and the desk's normal. */
  readonly tilt: number;
  /** Degrees, where the camera leans to: 0 is away from the lower edge of the page. */
  readonly azimuth: number;
  /** Degrees the camera is turned about its own axis; the page turns clockwise in the picture. */
  readonly roll: number;
  /** Focal length over the picture's diagonal: a telephone's main camera of 24 to 28 mm has 0.55 to 0.65. */
  readonly focal: number;
}

export interface Camera {
  /** Where a spot is seen, in pixels. */
  see(spot: Spot): Point;
  /** The spot of the desk that a pixel shows. */
  desk(pixel: Point): Point;
}

export interface Frame {
  readonly width: number;
  readonly height: number;
}

type Matrix = readonly [Spot, Spot, Spot];

const times = (a: Matrix, b: Matrix): Matrix => {
  const cell = (row: Spot, column: 0 | 1 | 2) =>
    row[0] * b[0][column] + row[1] * b[1][column] + row[2] * b[2][column];
  const line = (row: Spot): Spot => [cell(row, 0), cell(row, 1), cell(row, 2)];
  return [line(a[0]), line(a[1]), line(a[2])];
};

const radians = (degrees: number) => (degrees * Math.PI) / 180;

function aboutAxis(degrees: number): Matrix {
  const [cos, sin] = [Math.cos(radians(degrees)), Math.sin(radians(degrees))];
  return [
    [cos, -sin, 0],
    [sin, cos, 0],
    [0, 0, 1],
  ];
}

function tilted(degrees: number): Matrix {
  const [cos, sin] = [Math.cos(radians(degrees)), Math.sin(radians(degrees))];
  return [
    [1, 0, 0],
    [0, cos, -sin],
    [0, sin, cos],
  ];
}

/** Looks at the middle of the desk from `distance` mm; the middle comes to lie at `centre` in the picture. */
function cameraAt(pose: Pose, frame: Frame, distance: number, centre: Point): Camera {
  const turn = times(
    aboutAxis(pose.roll),
    times(aboutAxis(-pose.azimuth), times(tilted(pose.tilt), aboutAxis(pose.azimuth))),
  );
  const focal = pose.focal * Math.hypot(frame.width, frame.height);
  // In the camera's own frame z runs away from it: heights above the desk count against it.
  const see = ([x, y, z]: Spot): Point => {
    const along = ([a, b, c]: Spot) => a * x + b * y - c * z;
    const depth = along(turn[2]) + distance;
    return [centre[0] + (focal * along(turn[0])) / depth, centre[1] + (focal * along(turn[1])) / depth];
  };
  const corner = (x: number, y: number) => see([x, y, 0]);
  const back: Homography = inverse(squareTo([corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)]));
  return { see, desk: (pixel) => mapped(back, pixel) };
}

export type Bounds = readonly [number, number, number, number];

/** The smallest upright rectangle round points. */
export function boundsOf(points: readonly Point[]): Bounds {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

/**
 * The camera that sees `spots` as large as `fill` of the picture allows, in its middle or `aside` of it by that share
 * of the room left over, -1 to 1 each way.
 */
export function framing(
  pose: Pose,
  frame: Frame,
  spots: readonly Spot[],
  fill: number,
  aside: Point = [0, 0],
): Camera {
  const extent = Math.max(...spots.map(([x, y]) => Math.hypot(x, y)), 1);
  const boundsAt = (distance: number) => {
    const camera = cameraAt(pose, frame, distance, [0, 0]);
    return boundsOf(spots.map((spot) => camera.see(spot)));
  };
  const share = (distance: number) => {
    const [x0, y0, x1, y1] = boundsAt(distance);
    return Math.max((x1 - x0) / frame.width, (y1 - y0) / frame.height);
  };
  // Never nearer than where the nearest spot would pass the lens.
  let near = extent * 1.05;
  let far = extent * 200;
  for (let round = 0; round < 60; round++) {
    const middle = Math.sqrt(near * far);
    if (share(middle) > fill) near = middle;
    else far = middle;
  }
  const [x0, y0, x1, y1] = boundsAt(far);
  const place = (size: number, from: number, to: number, shift: number) =>
    size / 2 - (from + to) / 2 + (shift * (size - (to - from))) / 2;
  return cameraAt(pose, frame, far, [
    place(frame.width, x0, x1, aside[0]),
    place(frame.height, y0, y1, aside[1]),
  ]);
}

/** The same camera, its picture moved by so many pixels. */
export function shifted(camera: Camera, [dx, dy]: Point): Camera {
  return {
    see: (spot) => {
      const [x, y] = camera.see(spot);
      return [x + dx, y + dy];
    },
    desk: ([x, y]) => camera.desk([x - dx, y - dy]),
  };
}
